#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

/// Groups far from one another: a tumour cell and so many effectors in touch with it, which hold it
/// if asked to. Type 0 is the tumour's, 1 the effectors'.
State encounters(int groups, int effectors, bool holding) {
  State state = testing::box(64, 20);
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  Site& site = *state.sites[0];
  std::vector<testing::PlacedCell> cells;
  std::vector<std::uint64_t> target;
  for (int g = 0; g < groups; ++g) {
    const int row = g / 20 % 20, layer = g / 400;
    const float x = 40.0f + 60.0f * static_cast<float>(g % 20),
                y = 40.0f + 60.0f * static_cast<float>(row),
                z = 40.0f + 60.0f * static_cast<float>(layer);
    cells.push_back({x, y, z, 8});
    target.push_back(0);
    const std::uint64_t held = cells.size();
    for (int e = 0; e < effectors; ++e) {
      const float side = e % 2 == 0 ? 12.0f : -12.0f;
      cells.push_back({x + side, y, z, 4, CellKind::effector, 1});
      target.push_back(holding ? held : 0);
    }
  }
  testing::place(state, site, cells);
  site.cells.from_host(immunity::target, std::span<const std::uint64_t>(target));
  return state;
}

Parameters attack_with(double attachment, double killing, double holds_for, double exhaustion = 0,
                       double spent = 0) {
  Parameters parameters = testing::default_parameters(1, 2);
  const auto set = [&](const char* key, double value) {
    for (std::size_t type : {0u, 1u})
      testing::set_cell_parameter(parameters, std::string("cell.*.immune.") + key, value, type);
  };
  set("attachment", attachment);
  set("killing", killing);
  set("holds_for", holds_for);
  set("exhaustion", exhaustion);
  set("spent_by_kill", spent);
  return parameters;
}

void attack(State& state, const Parameters& parameters, double minutes, double dt) {
  for (double t = 0; t < minutes - 1e-9; t += dt)
    testing::run_once(state, parameters, "immune_attack", dt);
}

int killed(const State& state) {
  const auto intent = state.sites[0]->cells.to_host(cell::intent);
  return static_cast<int>(
      std::count(intent.begin(), intent.end(), static_cast<std::uint8_t>(Intent::die)));
}

std::uint32_t kills(const State& state) {
  const auto all = state.sites[0]->cells.to_host(immunity::kills);
  return std::accumulate(all.begin(), all.end(), 0u);
}

void expect_share(int found, int n, double p) {
  EXPECT_NEAR(found, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(ImmuneAttack, AHeldCellSurvivesExponentiallyWhateverTheStep) {
  const Parameters parameters = attack_with(0, 1.0 / 15, 1e5);
  for (const double dt : {1.0, 5.0}) {
    State state = encounters(8000, 1, true);
    attack(state, parameters, 10, dt);
    expect_share(killed(state), 8000, 1 - std::exp(-10 * (1.0 / 15 + 1e-5)));
  }
}

TEST(ImmuneAttack, AnEncounterKillsWithTheShareOfItsHazard) {
  for (const auto& [killing, holds_for, p] :
       {std::tuple{1.0 / 15, 15.0, 0.5}, {1.0 / 15, 5.0, 0.25}}) {
    State state = encounters(8000, 1, true);
    attack(state, attack_with(0, killing, holds_for), 400, 8);
    expect_share(killed(state), 8000, p);
    EXPECT_EQ(kills(state), static_cast<std::uint32_t>(killed(state)));
  }
}

TEST(ImmuneAttack, WhoTouchesHoldsWithTheRateOfAttachment) {
  State state = encounters(8000, 1, false);
  attack(state, attack_with(0.2, 0, 1e5), 3, 1);
  const auto target = state.sites[0]->cells.to_host(immunity::target);
  const auto holding = std::count_if(target.begin(), target.end(), [](auto id) { return id != 0; });
  expect_share(static_cast<int>(holding), 8000, 1 - std::exp(-0.6));
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
  State state = encounters(2000, 2, true);
  attack(state, attack_with(0, 1, 1e5), 2, 2);
  EXPECT_EQ(kills(state), static_cast<std::uint32_t>(killed(state)));
  expect_share(killed(state), 2000, 1 - std::exp(-2 * 2 * (1 + 1e-5)));
}

TEST(ImmuneAttack, TiredEffectorsKillLess) {
  const Parameters parameters = attack_with(0, 1.0 / 15, 15);
  State state = encounters(8000, 1, true);
  const std::vector<float> tired(state.sites[0]->cells.capacity(), 0.25f);
  state.sites[0]->cells.from_host(immunity::strength, std::span<const float>(tired));
  attack(state, parameters, 800, 8);
  expect_share(killed(state), 8000, 0.2);  // (1/60) / (1/60 + 1/15)
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
