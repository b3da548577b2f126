#include "kernels/vessels/lymph_flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/lymphatic_tree.hpp"
#include "host/geometry/network_edit.hpp"
#include "kernels/vessels/topology.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::vessels {
namespace {

Network tree() {
  return geometry::generate_lymphatic_tree(
      {.block_um = {320, 320, 320}, .length_density_mm_per_mm3 = 100});
}

std::vector<char> all_of(const Network& n) { return std::vector<char>(n.segments.size(), 1); }

double leaving(const Network& n, const std::vector<double>& q) {
  double sum = 0;
  for (std::size_t s = 0; s < q.size(); ++s) {
    if (n.nodes[n.segments[s].to].port == Port::lymph) sum += q[s];
    if (n.nodes[n.segments[s].from].port == Port::lymph) sum -= q[s];
  }
  return sum;
}

TEST(LymphFlow, AllThatIsTakenUpLeavesThroughThePorts) {
  const Network n = tree();
  const double uptake = 3e-5;
  const std::vector<double> q = lymph_flow(n, all_of(n), uptake);
  EXPECT_NEAR(leaving(n, q) / (uptake * total_length_um(n)), 1, 1e-12);
}

TEST(LymphFlow, WithoutUptakeNothingFlows) {
  const Network n = tree();
  for (const double flow : lymph_flow(n, all_of(n), 0)) EXPECT_EQ(flow, 0);
}

/// Lymph that a node passes on beyond what it receives: what the vessel onward takes up.
TEST(LymphFlow, AVesselCarriesWhatItReceivesAndWhatItTakesUp) {
  const Network n = tree();
  const std::vector<double> q = lymph_flow(n, all_of(n), 1);
  const Adjacency at = adjacency(n);
  std::vector<double> gain(n.nodes.size());
  for (std::size_t s = 0; s < q.size(); ++s) {
    ASSERT_GT(q[s], 0) << "the generator's segments run downstream";
    gain[n.segments[s].from] += q[s];
    gain[n.segments[s].to] -= q[s];
  }
  double vessels_um = 0;
  for (int node = 0; node < static_cast<int>(n.nodes.size()); ++node) {
    if (n.nodes[node].port != Port::none) continue;
    const bool goes_on = at.at(node).size() == 2;
    if (goes_on)
      EXPECT_NEAR(gain[node], 0, 1e-9 * total_length_um(n));
    else
      EXPECT_GT(gain[node], 0);
    vessels_um += gain[node];
  }
  EXPECT_NEAR(vessels_um / total_length_um(n), 1, 1e-12);
}

TEST(LymphFlow, CuttingVesselsIntoPiecesChangesNothing) {
  const Network whole = tree(), cut = geometry::subdivide(whole, 7);
  const std::vector<double> q = lymph_flow(whole, all_of(whole), 1);
  const std::vector<double> pieces = lymph_flow(cut, all_of(cut), 1);
  std::size_t piece = 0;
  for (std::size_t s = 0; s < q.size(); ++s)
    for (int part = static_cast<int>(std::ceil(whole.segments[s].length_um / 7)); part > 0; --part)
      ASSERT_NEAR(pieces[piece++] / q[s], 1, 1e-12);
}

TEST(LymphFlow, LoopsDrainAndIslandsStandStill) {
  Network n;  // a square with a tail to the port, and a vessel apart
  for (const auto& [x, y] :
       {std::pair{0, 0}, {10, 0}, {20, 10}, {10, 20}, {0, 10}, {50, 50}, {60, 50}})
    n.nodes.push_back({n.nodes.size() + 1, double(x), double(y), 0});
  n.nodes[0].port = Port::lymph;
  for (const auto& [a, b] : {std::pair{1, 0}, {1, 2}, {2, 3}, {3, 4}, {4, 1}, {5, 6}})
    n.segments.push_back({n.segments.size() + 1, a, b, 20, 10, VesselKind::lymphatic});
  const std::vector<double> q = lymph_flow(n, all_of(n), 1);
  EXPECT_DOUBLE_EQ(q[0], 50) << "five vessels of the island of the port";
  EXPECT_DOUBLE_EQ(std::abs(q[1]) + q[4], 40) << "two ways around";
  EXPECT_EQ(q[5], 0);
  std::vector<char> without = all_of(n);
  without[0] = 0;
  for (const double flow : lymph_flow(n, without, 1)) EXPECT_EQ(flow, 0) << "no way to the port";
}

State block_with(const Network& network) {
  State state = testing::box();
  add_network(state, testing::device(), SiteId{0}, network);
  rebuild_vessel_geometry(state, testing::device());
  return state;
}

void solve(State& state) {
  const Parameters defaults = testing::default_parameters();
  for (const char* process : {"lymph_flow", "blood_flow"})
    testing::run_once(state, defaults, process, 60);
}

TEST(LymphFlow, TheBlockIsDrainedAtItsRateWithLittleShearAndNoRedCells) {
  State state = block_with(tree());
  solve(state);
  const Network n = tree();
  const auto flow = state.vessels.segments.to_host(segment::flow);
  const double volume_nl = std::pow(0.32, 3) * 1e3;
  EXPECT_NEAR(leaving(n, {flow.begin(), flow.end()}), 1e-3 * volume_nl, 1e-9);
  for (const float h : state.vessels.segments.to_host(segment::haematocrit)) EXPECT_EQ(h, 0);
  for (const float shear : state.vessels.segments.to_host(segment::wall_shear)) {
    EXPECT_GT(shear, 0);
    EXPECT_LT(shear, 0.4);
  }
}

TEST(LymphFlow, BloodAndLymphDoNotFeelEachOther) {
  const Network blood = geometry::generate_capillary_bed(
      {.block_um = {320, 320, 320}, .length_density_mm_per_mm3 = 300});
  const Network lymph = tree();
  State apart = block_with(blood), both = block_with(geometry::side_by_side(blood, lymph));
  State drained = block_with(lymph);
  for (State* state : {&apart, &both, &drained}) solve(*state);
  for (const auto& column : {segment::flow, segment::haematocrit, segment::wall_shear}) {
    const auto alone = apart.vessels.segments.to_host(column);
    const auto lymph_alone = drained.vessels.segments.to_host(column);
    const auto together = both.vessels.segments.to_host(column);
    for (std::size_t s = 0; s < alone.size(); ++s) ASSERT_EQ(together[s], alone[s]);
    for (std::size_t s = 0; s < lymph_alone.size(); ++s)
      ASSERT_EQ(together[alone.size() + s], lymph_alone[s]);
  }
}

}  // namespace
}  // namespace metastasim::vessels
