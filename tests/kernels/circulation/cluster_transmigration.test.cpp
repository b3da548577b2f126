// Clusters take c times as long as single cells to get out:  wait ~ Erlang(4, c t)   (extravasate.cu)
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr std::uint32_t units = 100'000, members = 2;
constexpr double mean_min = 720;

double erlang4(double t, double mean) {
  const double x = 4 * t / mean;
  return 1 - std::exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
}

Parameters waits(double cluster_time) {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "extravasation.transmigration_time", mean_min);
  testing::set_parameter(out, "extravasation.cluster_time", cluster_time);
  return out;
}

/// Units at the door of a capillary that no pressure pushes them into; ticks of an hour.
State stopped(const Parameters& parameters, std::uint32_t in_unit) {
  State state = testing::world(3600);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1}});
  testing::set_off_clusters(state, units, in_unit, {0, 100, 160, 160, 8});
  testing::board_clusters(state, parameters);
  testing::travel(state, parameters, 3600);
  return state;
}

std::vector<std::uint8_t> wish_to_leave(State& state, const Parameters& parameters) {
  testing::run_once(state, parameters, "extravasate", 60);
  return state.travellers.to_host(cell::intent);
}

/// Of those who still wait: the clock of who wants out stands.
double waited_min(const State& state) {
  const auto clock = state.travellers.to_host(traveller::clock_us);
  const auto since = state.travellers.to_host(traveller::arrested_us)[0];
  return static_cast<double>(*std::ranges::max_element(clock) - since) / 60e6;
}

void an_hour(State& state, const Parameters& parameters) {
  testing::run_once(state, parameters, "circulate", 60);
  --state.tick;
}

TEST(ClusterTransmigration, TakesItsShareOfASingleCellsTimeForAllMembersAlike) {
  for (const double factor : {0.5, 2.0}) {
    const Parameters parameters = waits(factor);
    State state = stopped(parameters, members);
    for (int hour = 0; hour < 12; ++hour) {
      an_hour(state, parameters);
      const auto intent = wish_to_leave(state, parameters);
      const double p = erlang4(waited_min(state), factor * mean_min);
      EXPECT_NEAR(testing::intending(state, Intent::leave_vessel), members * units * p,
                  3.5 * members * std::sqrt(units * p * (1 - p)))
          << waited_min(state) << " min, factor " << factor;
      for (std::size_t i = 0; i < intent.size(); i += members)
        ASSERT_EQ(intent[i], intent[i + 1]) << "together or not at all";
    }
    EXPECT_NEAR(waited_min(state), 14 * 60, 1) << "boarding, arrest, twelve hours";
  }
}

TEST(ClusterTransmigration, FactorLeavesSingleCellsAsTheyAre) {
  std::vector<std::uint8_t> first;
  for (const double factor : {0.01, 1.0, 10.0}) {
    const Parameters parameters = waits(factor);
    State state = stopped(parameters, 1);
    for (int hour = 0; hour < 12; ++hour) an_hour(state, parameters);
    const auto intent = wish_to_leave(state, parameters);
    if (first.empty()) first = intent;
    EXPECT_EQ(intent, first);
  }
}

}  // namespace
}  // namespace metastasim
