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

FlowOptions as_in_a_run() {
  FlowOptions options;
  options.tolerance = 1e-4;
  return options;
}

/// In beds around a tumour some vessels creep past haematocrits at which they all but rest: in this
/// one acceleration alone never ends.
Network bed_around_a_tumour() {
  geometry::CapillaryBed bed;
  const double edge_um = 2880;
  bed.block_um = {edge_um, edge_um, edge_um};
  bed.length_density_mm_per_mm3 = 100;
  bed.haematocrit = 0.42;
  bed.keep_out = {{edge_um / 2, edge_um / 2, edge_um / 2}, 1012.5};
  return geometry::generate_capillary_bed(bed);
}

/// However large the network, most of its vessels settle together; the few that do not are settled
/// apart.
TEST(NetworkFlow, RoundsDoNotGrowWithTheNetwork) {
  const FlowResult small = solve_flow(bed_of(3000), as_in_a_run());
  const FlowResult large = solve_flow(bed_of(30000), as_in_a_run());
  EXPECT_TRUE(small.converged && large.converged);
  EXPECT_LE(large.iterations, 1.2 * small.iterations);
  FlowOptions of_a_mouse = as_in_a_run();
  of_a_mouse.viscosity.cell_volume_fl = 55;
  const FlowResult holed = solve_flow(bed_around_a_tumour(), of_a_mouse);
  EXPECT_TRUE(holed.converged);
  EXPECT_LE(holed.iterations, 1.5 * small.iterations);
}

/// What an earlier solve has found, as the state keeps it.
FlowStart found_by(const FlowResult& flow) {
  FlowStart start;
  for (const double h : flow.haematocrit) start.haematocrit.push_back(static_cast<float>(h));
  for (const double p : flow.pressure_mmhg) start.pressure_mmhg.push_back(static_cast<float>(p));
  return start;
}

/// A few vessels are wider than an hour ago: the same flow as from the beginning, sooner.
TEST(NetworkFlow, SetOutFromTheLastResultFindsTheSameSooner) {
  Network network = bed_of(30000);
  const FlowStart before = found_by(solve_flow(network, as_in_a_run()));
  for (std::size_t s = 0; s < network.segments.size(); s += 3000)
    network.segments[s].diameter_um *= 1.02;
  const FlowResult anew = solve_flow(network, as_in_a_run());
  const FlowResult warm = solve_flow(network, as_in_a_run(), before);
  EXPECT_TRUE(warm.converged);
  EXPECT_LE(1.5 * warm.iterations, anew.iterations);
  double fastest = 0;
  for (const double q : anew.flow_nl_per_min) fastest = std::max(fastest, std::abs(q));
  for (std::size_t s = 0; s < network.segments.size(); ++s)
    EXPECT_NEAR(warm.flow_nl_per_min[s], anew.flow_nl_per_min[s], 1e-4 * fastest);
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
