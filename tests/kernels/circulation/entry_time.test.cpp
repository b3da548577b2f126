// Time to creep into a capillary, one cell of a cluster after another:
//   t_entry = n mu / (dP - dP_c)     dP_c = 2 T (1/R - 1/r)   (circulate.cu)
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr double threshold_pa = 2000 * 0.5 * (1.0 / 3 - 1.0 / 8);  // 0.5 mN/m, 8 um into 3 um
constexpr std::uint32_t units = 100;
constexpr double tick_s = 0.1;

Parameters viscous(double pa_s) {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "circulation.cell_viscosity", pa_s);
  return out;
}

/// Units of so many cells at the door of a capillary, a tick after they have boarded.
State at_the_door(const Parameters& parameters, std::uint32_t cells, double excess_pa) {
  State state = testing::world(tick_s);
  testing::lay_vessels(
      state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {320, 160, 160}},
      {{0, 1, 10, 1e-4f}, {1, 2, 3, 1e-4f, 0, static_cast<float>(threshold_pa + excess_pa)}});
  testing::set_off_clusters(state, units, cells, {0, 100, 160, 160, 8});
  testing::board_clusters(state, parameters);
  return state;
}

long squeezing(const State& state) {
  const auto phase = state.travellers.to_host(traveller::phase);
  return std::ranges::count(phase, static_cast<std::uint8_t>(Phase::squeezing));
}

/// Ticks from boarding until nobody creeps any more, in seconds.
double creeps_for(double pa_s, std::uint32_t cells, double excess_pa) {
  const Parameters parameters = viscous(pa_s);
  State state = at_the_door(parameters, cells, excess_pa);
  testing::travel(state, parameters, tick_s / 2);
  EXPECT_EQ(squeezing(state), units * cells) << "all begin";
  double seconds = 2 * tick_s;
  for (; squeezing(state) > 0; seconds += tick_s)
    testing::travel(state, parameters, tick_s / 2);  // one tick
  return seconds;
}

TEST(EntryTime, IsViscosityOverThePressureInExcessForEachCell) {
  struct Case {
    double pa_s;
    std::uint32_t cells;
    double excess_pa;
  };
  for (const Case& c : {Case{20, 1, 20}, {40, 1, 20}, {20, 1, 10}, {20, 3, 20}, {100, 1, 500}}) {
    const Parameters parameters = viscous(c.pa_s);
    State state = at_the_door(parameters, c.cells, c.excess_pa);
    testing::travel(state, parameters, tick_s / 2);
    const double expected_us = 1e6 * c.cells * c.pa_s / c.excess_pa;
    const std::int64_t at_the_door_us =
        static_cast<std::int64_t>(tick_s * 1e6) + 1;  // moves of 1 us
    for (const std::int64_t due : state.travellers.to_host(traveller::due_us))
      ASSERT_NEAR(static_cast<double>(due - at_the_door_us), expected_us, 1 + 1e-5 * expected_us)
          << c.cells << " cells of " << c.pa_s << " Pa s, " << c.excess_pa << " Pa in excess";
  }
}

TEST(EntryTime, IsOverWhenItIsDue) {
  EXPECT_NEAR(creeps_for(20, 1, 20), 1.0, tick_s + 1e-6);
  EXPECT_NEAR(creeps_for(20, 3, 20), 3.0, tick_s + 1e-6);
}

TEST(EntryTime, OfACellWithoutViscosityIsNothing) {
  State state = at_the_door(viscous(0), 1, 20);
  testing::travel(state, viscous(0), tick_s / 2);
  const auto phase = state.travellers.to_host(traveller::phase);
  EXPECT_EQ(std::ranges::count(phase, static_cast<std::uint8_t>(Phase::flowing)), units);
  EXPECT_EQ(state.travellers.to_host(traveller::place)[0], 1u) << "it is in";
}

}  // namespace
}  // namespace metastasim
