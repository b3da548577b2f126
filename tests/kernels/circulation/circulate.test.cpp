#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::harmless_journey;
using testing::set_off;
using testing::set_parameter;
using testing::travel;
using testing::world;

/// An arteriole, a bifurcation into two capillaries, a venule; each vessel in `pieces` segments.
State forked(int pieces, double tick_s, float flow_a = 3, float flow_b = 1) {
  State state = world(tick_s);
  testing::lay_in_pieces(state, *state.sites[0],
                         {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}, {320, 160, 160}},
                         {{0, 1, 9, flow_a + flow_b, 0.4f, 900},
                          {1, 2, 3.5f, flow_a, 1.5f, 170},
                          {1, 2, 3.2f, flow_b, 1.2f, 200},
                          {2, 3, 9, flow_a + flow_b, 0.4f, 900}},
                         pieces);
  return state;
}

TEST(Circulate, ABranchingIsChosenByFlow) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "extravasation.arrest.cortical_tension", 10);  // both branches stop all
  const int n = 100'000;
  State state = forked(1, 60);
  set_off(state, n, {0, 0, 160, 160});
  travel(state, parameters, 120);
  const auto place = state.travellers.to_host(traveller::place);
  EXPECT_NEAR(std::count(place.begin(), place.end(), 1u), 0.75 * n,
              3.5 * std::sqrt(n * 0.75 * 0.25));
  EXPECT_EQ(std::count(place.begin(), place.end(), 1u) + std::count(place.begin(), place.end(), 2u),
            n);
}

struct Fates {
  std::vector<std::uint8_t> phase, intent;
  std::vector<std::uint32_t> cause, vessel, hops;
  std::vector<std::int64_t> arrested_us;
};
Fates fates_of(const State& state, std::uint32_t pieces) {
  const Table& t = state.travellers;
  Fates f{t.to_host(traveller::phase),    t.to_host(cell::intent),
          t.to_host(cell::intent_detail), t.to_host(traveller::place),
          t.to_host(traveller::hops),     t.to_host(traveller::arrested_us)};
  for (std::uint32_t& s : f.vessel) s /= pieces;
  return f;
}
Parameters eventful_journey() {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "circulation.shear_death", 10);
  set_parameter(parameters, "circulation.NK_killing", 0.5);
  set_parameter(parameters, "circulation.anoikis_half", 5);
  return parameters;
}

TEST(Circulate, CuttingVesselsIntoMoreSegmentsChangesNoFate) {
  const Parameters parameters = eventful_journey();
  const int n = 5000;
  Fates whole;
  for (const int pieces : {1, 3, 7}) {
    State state = forked(pieces, 6);
    set_off(state, n, {0, 0, 160, 160});
    travel(state, parameters, 30);
    const Fates now = fates_of(state, static_cast<std::uint32_t>(pieces));
    if (pieces == 1) whole = now;
    EXPECT_GT(testing::intending(state, Intent::die), n / 50);
    EXPECT_GT(
        std::count(now.phase.begin(), now.phase.end(), static_cast<std::uint8_t>(Phase::arrested)),
        n / 10);
    EXPECT_EQ(now.phase, whole.phase);
    EXPECT_EQ(now.intent, whole.intent);
    EXPECT_EQ(now.cause, whole.cause);
    EXPECT_EQ(now.vessel, whole.vessel);
    EXPECT_EQ(now.hops, whole.hops);
    for (int i = 0; i < n; ++i)
      ASSERT_NEAR(static_cast<double>(now.arrested_us[i]),
                  static_cast<double>(whole.arrested_us[i]), 20);
  }
}

TEST(Circulate, TheLengthOfTheStepChangesNoFate) {
  const Parameters parameters = eventful_journey();
  std::vector<Fates> runs;
  for (const double step_s : {1.0, 6.0, 60.0}) {
    State state = forked(2, step_s);
    set_off(state, 3000, {0, 0, 160, 160});
    travel(state, parameters, 120);  // a step of 60 s that stopped catches up in the next
    runs.push_back(fates_of(state, 2));
  }
  for (const Fates& run : runs) {
    EXPECT_EQ(run.vessel, runs[0].vessel);
    EXPECT_EQ(run.hops, runs[0].hops);
    EXPECT_EQ(run.cause, runs[0].cause);
  }
}

TEST(Circulate, StorageOrderChangesNoFate) {
  const Parameters parameters = eventful_journey();
  const std::uint32_t n = 2000;
  std::vector<std::vector<std::uint32_t>> vessels, causes;
  for (const bool reversed : {false, true}) {
    State state = forked(1, 6);
    set_off(state, n, {0, 0, 160, 160});
    if (reversed) {
      auto id = state.travellers.columns().to_host(cell::id);
      auto entry = state.travellers.columns().to_host(traveller::entry);
      std::reverse(id.begin(), id.begin() + n);
      std::reverse(entry.begin(), entry.begin() + n);
      state.travellers.from_host(cell::id, std::span<const std::uint64_t>(id));
      state.travellers.from_host(traveller::entry, std::span<const std::uint64_t>(entry));
    }
    travel(state, parameters, 30);
    Fates f = fates_of(state, 1);
    if (reversed) {
      std::reverse(f.vessel.begin(), f.vessel.end());
      std::reverse(f.cause.begin(), f.cause.end());
    }
    vessels.push_back(f.vessel);
    causes.push_back(f.cause);
  }
  EXPECT_EQ(vessels[0], vessels[1]);
  EXPECT_EQ(causes[0], causes[1]);
}

}  // namespace
}  // namespace metastasim
