#include <gtest/gtest.h>

#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/tree.hpp"

namespace metastasim::geometry {
namespace {

TEST(ExampleNetwork, TheForkIsInOrderAndItsWindingBranchCarriesLess) {
  const vessels::Network fork = read_network(testing::in_tree("meshes/networks/fork.csv"));
  for (const Finding& f : check_network(fork)) EXPECT_FALSE(f.error) << f.problem;
  EXPECT_EQ(fork.segments[2].length_um, 260);
  const auto flow = solve_flow(fork, {});
  EXPECT_TRUE(flow.converged);
  EXPECT_LT(flow.flow_nl_per_min[1], flow.flow_nl_per_min[2]);
  EXPECT_NEAR(flow.flow_nl_per_min[1] + flow.flow_nl_per_min[2], flow.flow_nl_per_min[3], 1e-12);
  EXPECT_NEAR(flow.haematocrit[3], 0.42, 1e-12);
}

}  // namespace
}  // namespace metastasim::geometry
