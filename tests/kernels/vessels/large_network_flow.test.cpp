#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/geometry/capillary_bed.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "kernels/vessels/pressure_solve.hpp"

namespace metastasim::vessels {
namespace {

/// Blood that goes missing at each node inside, as a part of the largest flow.
double worst_balance(const Network& network, const FlowResult& flow) {
  std::vector<double> missing(network.nodes.size());
  double fastest = 0, worst = 0;
  for (std::size_t s = 0; s < network.segments.size(); ++s) {
    missing[network.segments[s].from] -= flow.flow_nl_per_min[s];
    missing[network.segments[s].to] += flow.flow_nl_per_min[s];
    fastest = std::max(fastest, std::abs(flow.flow_nl_per_min[s]));
  }
  for (const BoundaryCondition& b : network.boundary) missing[b.node] = 0;
  for (const double m : missing) worst = std::max(worst, std::abs(m));
  return worst / fastest;
}

Network large_bed() {
  geometry::CapillaryBed bed;
  bed.block_um = {1900, 1900, 1900};
  bed.length_density_mm_per_mm3 = 110;
  return geometry::generate_capillary_bed(bed);
}

/// Of about so many segments.
Network bed_of(double segments) {
  geometry::CapillaryBed bed;
  const double edge_um = 1e3 * std::cbrt(segments / 1550);
  bed.block_um = {edge_um, edge_um, edge_um};
  bed.length_density_mm_per_mm3 = 100;
  return geometry::generate_capillary_bed(bed);
}

/// However large the network, most of its vessels settle together; the few that do not are settled
/// apart.
TEST(NetworkFlow, RoundsDoNotGrowWithTheNetwork) {
  FlowOptions options;
  options.tolerance = 1e-4;  // as in a run
  const FlowResult small = solve_flow(bed_of(3000), options);
  const FlowResult large = solve_flow(bed_of(30000), options);
  EXPECT_TRUE(small.converged && large.converged);
  EXPECT_LE(large.iterations, 1.2 * small.iterations);
}

/// A network large enough for the solve by iteration balances at every node too.
TEST(NetworkFlow, OfALargeNetworkBalancesAtEveryNode) {
  const Network network = large_bed();
  ASSERT_GT(network.segments.size(), 2u * most_solved_directly);
  for (const double tolerance : {1e-4, 1e-7}) {
    FlowOptions options;
    options.tolerance = tolerance;
    const FlowResult flow = solve_flow(network, options);
    EXPECT_TRUE(flow.converged);
    EXPECT_LT(worst_balance(network, flow), 1e-11);
  }
}

TEST(NetworkFlow, OfALargeNetworkBalancesWithOneHaematocritToo) {
  FlowOptions options;
  options.fixed_haematocrit = true;
  const Network network = large_bed();
  EXPECT_LT(worst_balance(network, solve_flow(network, options)), 1e-11);
}

}  // namespace
}  // namespace metastasim::vessels
