#include "kernels/vessels/trouble_spots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/geometry/capillary_bed.hpp"
#include "kernels/vessels/flow_iteration.hpp"

namespace metastasim::vessels {
namespace {

Network small_bed() {
  geometry::CapillaryBed bed;
  bed.block_um = {1000, 1000, 1000};
  bed.length_density_mm_per_mm3 = 150;
  return geometry::generate_capillary_bed(bed);
}

/// Which chains are far from rest: some here and there.
std::vector<double> every_hundredth(const FlowIteration& whole) {
  std::vector<double> distance(whole.chains().from.size());
  for (std::size_t c = 50; c < distance.size(); c += 100) distance[c] = 1;
  return distance;
}

/// Cutting out is exact: with what flows into it held, a spot has the flow that it has in the whole.
TEST(TroubleSpots, OfANetworkAtRestAreAtRest) {
  const Network network = small_bed();
  const FlowOptions options;
  FlowIteration whole(network, options);
  const FlowState& rest = whole.run();
  ASSERT_LE(rest.farthest, options.tolerance);
  TroubleSpots spots(network, whole.chains(), active_boundary(network));
  const std::vector<int> found = spots.look(every_hundredth(whole), 1e-4);
  std::size_t chains = 0;
  const double fastest =
      *std::max_element(rest.now.chain_nl_per_min.begin(), rest.now.chain_nl_per_min.end());
  while (spots.next(rest.now, rest.haematocrit)) {
    FlowIteration there(spots.network(), options);
    std::vector<double> start;
    for (int i = 0; i < there.chains().count(); ++i)
      start.push_back(rest.haematocrit[spots.chain(there.chains(), i)]);
    const FlowState& spot = there.run_spot(start);
    for (int i = 0; i < there.chains().count(); ++i) {
      const int c = spots.chain(there.chains(), i);
      EXPECT_NEAR(std::abs(spot.now.chain_nl_per_min[i]), std::abs(rest.now.chain_nl_per_min[c]),
                  1e-7 * fastest);  // it may run the other way
      EXPECT_NEAR(spot.haematocrit[i], rest.haematocrit[c], 1e-5);
    }
    chains += start.size();
  }
  EXPECT_GT(chains, 100u);
  EXPECT_EQ(chains, found.size());
}

TEST(TroubleSpots, OfAnEvenlyUnsettledNetworkThereAreNone) {
  const Network network = small_bed();
  const FlowOptions options;
  FlowIteration whole(network, options);
  TroubleSpots spots(network, whole.chains(), active_boundary(network));
  EXPECT_TRUE(spots.look(std::vector<double>(whole.chains().from.size(), 0.1), 1e-4).empty());
}

}  // namespace
}  // namespace metastasim::vessels
