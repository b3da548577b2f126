#include "tests/kernels/immunity/encounters.hpp"

namespace metastasim {
namespace {

using testing::all_meetings;
using testing::attack;
using testing::attack_with;
using testing::encounters;
using testing::expect_share;
using testing::in_all_meetings;
using testing::killed;
using testing::kills;

TEST(ImmuneAttack, AHeldCellSurvivesExponentiallyWhateverTheStep) {
  const Parameters parameters = attack_with(0, 1.0 / 15, 1e5);
  for (const double dt : {1.0, 5.0}) {
    const int dead = in_all_meetings(true, parameters, 10, dt, killed);
    expect_share(dead, all_meetings, 1 - std::exp(-10.0 / 15));
  }
}

TEST(ImmuneAttack, AnEncounterKillsWithTheShareOfItsHazard) {
  for (const auto& [killing, holds_for, p] :
       {std::tuple{1.0 / 15, 15.0, 0.5}, {1.0 / 15, 5.0, 0.25}}) {
    const auto dead = [](const State& state) {
      EXPECT_EQ(kills(state), static_cast<std::uint32_t>(killed(state)));
      return killed(state);
    };
    const Parameters parameters = attack_with(0, killing, holds_for);
    const int found = in_all_meetings(true, parameters, 160, 8, dead);  // 5e-10 are not over then
    expect_share(found, all_meetings, p);
  }
}

TEST(ImmuneAttack, WhoTouchesHoldsWithTheRateOfAttachment) {
  const auto holding = [](const State& state) {
    const auto target = state.sites[0]->cells.to_host(immunity::target);
    return static_cast<int>(target.size() - std::ranges::count(target, 0u));
  };
  const int found = in_all_meetings(false, attack_with(0.2, 0, 1e5), 3, 1, holding);
  expect_share(found, all_meetings, 1 - std::exp(-0.6));
}

TEST(ImmuneAttack, WithoutEffectorsContactOrKillingNobodyDies) {
  const Parameters eager = attack_with(100, 100, 1e5);
  State alone = encounters(100, 0, false);
  attack(alone, eager, 100, 1);
  EXPECT_EQ(killed(alone), 0);
  State apart = encounters(100, 1, false);
  Table& cells = apart.sites[0]->cells;
  auto y = cells.to_host(cell::y);
  for (std::size_t row = 1; row < y.size(); row += 2) y[row] += to_fixed(30);
  cells.from_host(cell::y, std::span<const std::int32_t>(y));
  attack(apart, eager, 100, 1);
  EXPECT_EQ(killed(apart), 0);
  State harmless = encounters(100, 1, true);
  attack(harmless, attack_with(100, 0, 15), 100, 1);
  EXPECT_EQ(killed(harmless), 0);
}

TEST(ImmuneAttack, TwoThatStrikeOneCellKillOne) {
  const int groups = 8000, seeds = 13;
  int dead = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State state = encounters(groups, 2, true, seed);
    attack(state, attack_with(0, 1, 1e5), 2, 2);
    EXPECT_EQ(kills(state), static_cast<std::uint32_t>(killed(state)));
    dead += killed(state);
  }
  expect_share(dead, groups * seeds, 1 - std::exp(-2 * 2 * (1 + 1e-5)));
}

TEST(ImmuneAttack, TiredEffectorsKillLess) {
  const Parameters parameters = attack_with(0, 1.0 / 15, 15);
  const int dead = in_all_meetings(true, parameters, 240, 8, killed, 0.25f);
  expect_share(dead, all_meetings, 0.2);  // (1/60) / (1/60 + 1/15)
}

TEST(ImmuneAttack, StrengthIsSpentByHoldingAndByKilling) {
  State holding = encounters(1, 1, true);
  attack(holding, attack_with(0, 0, 1e5, 0.01), 50, 1);
  EXPECT_NEAR(holding.sites[0]->cells.to_host(immunity::strength)[1], std::exp(-0.5), 1e-5);
  State killing = encounters(1, 1, true);
  attack(killing, attack_with(0, 100, 1e5, 0, 0.3), 1, 1);
  EXPECT_EQ(kills(killing), 1u);
  EXPECT_FLOAT_EQ(killing.sites[0]->cells.to_host(immunity::strength)[1], 0.7f);
}

TEST(ImmuneAttack, TheKilledAreCountedApartAndInTheTissuesLedger) {
  State state = encounters(200, 1, true);
  Table& cells = state.sites[0]->cells;
  std::vector<std::uint64_t> founder(400, 0);
  founder[0] = founder[2] = 77;  // two newcomers
  cells.from_host(cell::founder, std::span<const std::uint64_t>(founder));
  const Parameters parameters = attack_with(0, 100, 1e5);
  attack(state, parameters, 1, 1);
  testing::run_once(state, parameters, "resolve_intents", 1);
  const auto counts = state.counters.to_host();
  const auto of = [&](Count c) { return counts[static_cast<std::size_t>(c)]; };
  EXPECT_EQ(of(Count::killed_in_tissue), 200u);
  EXPECT_EQ(of(Count::died_in_tissue), 198u);
  EXPECT_EQ(of(Count::died_after_extravasation), 2u);
  EXPECT_EQ(of(Count::died_immune), 0u) << "that is the journey's";
  EXPECT_EQ(of(Count::immune_died), 0u);
  EXPECT_EQ(cells.read_count(), 200u);
}

}  // namespace
}  // namespace metastasim
