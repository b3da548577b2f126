// What tests/scenarios/growing_vessels.toml promises to those who compare its answers (tests/one_answer): vessels of every
// kind of solve, that grow, change and go.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/pressure_solve.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

using vessels::SegmentStatus;

/// Nodes at which pressures are sought: those where vessels branch.
int junctions(const vessels::Network& network) {
  std::vector<int> ends(network.nodes.size());
  for (const auto& s : network.segments) {
    ++ends[s.from];
    ++ends[s.to];
  }
  return static_cast<int>(std::ranges::count_if(ends, [](int n) { return n > 2; }));
}

/// Of the first site: each numbers its own.
std::set<std::uint64_t> names(const State& state) {
  const auto id = state.vessels.segments.to_host(segment::id);
  return {id.begin(), id.begin() + state.vessels.of_site[0].segments};
}

class VesselsThatChange : public ::testing::Test {
 protected:
  Model model = build_model(testing::scenario("growing_vessels"), testing::device());

  /// The plugs that were seen in so many minutes.
  std::size_t advance_minutes(int minutes) {
    std::size_t plugs = 0;
    for (int tick = 0; tick < 2 * minutes; ++tick) {
      advance(testing::device(), model.state, model.parameters);
      plugs = std::max(plugs, plugged());
    }
    return plugs;
  }
  std::size_t plugged() const {
    const auto status = model.state.vessels.segments.to_host(segment::flow_status);
    return std::ranges::count(status, static_cast<std::uint8_t>(SegmentStatus::plugged));
  }
};

TEST_F(VesselsThatChange, AreSolvedInThreeWays) {
  const Vessels& v = model.state.vessels;
  ASSERT_EQ(v.of_site.size(), 3u);
  const int breast = junctions(vessels::network_of(v, v.of_site[0]));
  const int lung = junctions(vessels::network_of(v, v.of_site[1]));
  const int muscle = junctions(vessels::network_of(v, v.of_site[2]));
  EXPECT_LT(breast, vessels::most_solved_anew);
  EXPECT_GT(lung, vessels::most_solved_anew);
  EXPECT_LT(lung, vessels::most_solved_directly);
  constexpr int estimated_from = 20000;  // resistances of the whole, by probes
  EXPECT_GT(muscle, estimated_from);
}

TEST_F(VesselsThatChange, GrowChangeAndGo) {
  const std::set<std::uint64_t> before = names(model.state);
  const auto radius = model.state.vessels.segments.to_host(segment::radius);
  EXPECT_GT(advance_minutes(125), 0u) << "nothing sticks in them";
  const std::set<std::uint64_t> after = names(model.state);
  std::vector<std::uint64_t> grown, gone;
  std::ranges::set_difference(after, before, std::back_inserter(grown));
  std::ranges::set_difference(before, after, std::back_inserter(gone));
  EXPECT_GT(grown.size(), 0u);
  EXPECT_GT(gone.size(), 0u);
  const std::size_t last = model.state.vessels.segments.read_count() - 1;
  EXPECT_NE(model.state.vessels.segments.to_host(segment::radius)[last], radius.back())
      << "the muscle's vessels do not adapt";
  EXPECT_GT(summarize(model.state).sites[0].new_perfused_mm_per_mm3, 0);
}

}  // namespace
}  // namespace metastasim
