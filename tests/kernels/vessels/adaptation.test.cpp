#include <gtest/gtest.h>

#include <cmath>

#include "kernels/vessels/sprouts.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

Parameters with_rate(double per_min) {
  Parameters p = testing::default_parameters();
  testing::set(p, "adaptation", "site.*.blood.adaptation.rate", per_min);
  return p;
}

template <class T>
void set_all(Table& table, const Column<T>& column, T value) {
  const std::vector<T> values(table.read_count(), value);
  table.from_host(column, std::span<const T>(values));
}

std::vector<float> radii(const State& state) {
  return state.vessels.segments.to_host(segment::radius);
}

void hours(State& state, const Parameters& p, int n) {
  state.tick = 600;
  for (int i = 0; i < n; ++i)
    for (const char* process : {"adaptation", "blood_flow"})
      testing::run_once(state, p, process, 60);
}

TEST(Adaptation, ANetworkAtItsSetPointStays) {
  State state = testing::with_two_vessels();
  const auto before = radii(state);
  hours(state, with_rate(1.0 / 1440), 24);
  EXPECT_EQ(radii(state), before);
}

TEST(Adaptation, IsOffByDefault) {
  State state = testing::with_two_vessels();
  set_all(state.vessels.segments, segment::set_point, -1.0f);
  const auto before = radii(state);
  hours(state, testing::default_parameters(), 5);
  EXPECT_EQ(radii(state), before);
  EXPECT_FALSE(state.vessels.flow_is_stale);
}

/// All of one vessel's numbers by hand: tau 20 dyn/cm2, 36 mmHg, 1 nl/min at 0.4.
TEST(Adaptation, AStepIsWhatTheEquationSays) {
  State state = testing::with_two_vessels();
  Table& t = state.vessels.segments;
  set_all(t, segment::wall_shear, 2.0f);
  set_all(t, segment::flow, 1.0f);
  set_all(t, segment::haematocrit, 0.4f);
  set_all(t, segment::set_point, 0.0f);
  set_all(state.vessels.nodes, node::pressure, 36.0f);
  state.tick = 600;
  testing::run_once(state, with_rate(1.0 / 1440), "adaptation", 60);
  const double s =
      std::log10(20.01) - 0.68 * std::log10(100 - 86.0 / 2) + 0.70 * std::log10(1.98 / 0.4 + 1);
  EXPECT_NEAR(radii(state)[3], 4 * (1 + 60.0 / 1440 * s), 1e-5);
  EXPECT_TRUE(state.vessels.flow_is_stale);
}

TEST(Adaptation, MoreShearWidensLessNarrowsAndAStepIsATenthAtMost) {
  for (const float factor : {4.0f, 0.25f}) {
    State state = testing::with_two_vessels();
    hours(state, with_rate(1.0 / 1440), 1);
    auto shear = state.vessels.segments.to_host(segment::wall_shear);
    for (float& tau : shear) tau *= factor;
    state.vessels.segments.from_host(segment::wall_shear, std::span<const float>(shear));
    testing::run_once(state, with_rate(0.1), "adaptation", 60);
    for (const float radius : radii(state)) EXPECT_NEAR(radius, factor > 1 ? 4.4 : 3.6, 1e-5);
  }
}

}  // namespace
}  // namespace metastasim
