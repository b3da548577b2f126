#include <gtest/gtest.h>

#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

double erlang4(double t, double mean) {
  const double x = 4 * t / mean;
  return 1 - std::exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
}

TEST(Extravasate, StoppedCellsGetOutAfterErlangDistributedTimes) {
  const Parameters parameters = testing::harmless_journey();
  const int n = 100'000;
  State state = make_state(testing::device(), 1, 3600'000'000);
  add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1, 1, 0}});
  testing::set_off(state, n, {0, 99, 160, 160, 8});
  for (int hour = 1; hour <= 24; ++hour) {
    testing::run_once(state, parameters, "circulate", 60);
    --state.tick;
    testing::run_once(state, parameters, "extravasate", 60);
    const double p = erlang4(hour, 12);
    EXPECT_NEAR(testing::intending(state, Intent::leave_vessel), n * p,
                3.5 * std::sqrt(n * p * (1 - p)))
        << hour << " h";
  }
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
}

}  // namespace
}  // namespace metastasim
