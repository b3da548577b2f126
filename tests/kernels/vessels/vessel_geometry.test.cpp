#include "kernels/vessels/vessel_geometry.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/geometry/capillary_bed.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::vessels {
namespace {

Network bed(double block_um, std::uint64_t seed = 1) {
  return geometry::generate_capillary_bed(
      {.block_um = {block_um, block_um, block_um}, .length_density_mm_per_mm3 = 300, .seed = seed});
}

double sum_of(const std::vector<VesselPiece>& pieces) {
  double sum = 0;
  for (const VesselPiece& p : pieces) sum += p.share;
  return sum;
}

TEST(VesselPieces, ALineThroughThreeVoxelsIsCutAtTheirFaces) {
  const Grid grid{4, 4, 4, 10};
  const auto pieces = pieces_of(grid, {to_fixed(5), to_fixed(15), to_fixed(15)},
                                {to_fixed(25), to_fixed(15), to_fixed(15)});
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[1].voxel, grid.number(1, 1, 1));
  EXPECT_DOUBLE_EQ(pieces[1].share, 0.5);
  EXPECT_DOUBLE_EQ(pieces[1].middle, 0.5);
  EXPECT_DOUBLE_EQ(pieces[2].middle, 0.875);
}

TEST(VesselPieces, OnlyThePartInsideTheBlockCounts) {
  const Grid grid{4, 4, 4, 10};
  const Position middle{to_fixed(20), to_fixed(20), to_fixed(20)};
  EXPECT_NEAR(sum_of(pieces_of(grid, middle, {to_fixed(60), to_fixed(20), to_fixed(20)})), 0.5,
              1e-12);
  EXPECT_NEAR(sum_of(pieces_of(grid, middle, {to_fixed(-60), to_fixed(-60), to_fixed(-60)})), 0.25,
              1e-12);
  EXPECT_TRUE(pieces_of(grid, {to_fixed(-5), to_fixed(50), 0}, {to_fixed(-1), 0, 0}).empty());
}

TEST(VesselPieces, AVesselInTheFarFaceOrOfNoLengthStillLiesInOneVoxel) {
  const Grid grid{4, 4, 4, 10};
  const Position corner{to_fixed(40), to_fixed(40), to_fixed(40)};
  const auto pieces = pieces_of(grid, corner, corner);
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].voxel, grid.number(3, 3, 3));
  EXPECT_NEAR(sum_of(pieces_of(grid, corner, {to_fixed(40), to_fixed(40), 0})), 1, 1e-12);
}

TEST(VesselPieces, SumToTheLengthOfTheirSegmentAndAscendByRow) {
  State state = testing::box(16, 20);
  add_network(state, testing::device(), SiteId{0}, bed(320));
  rebuild_vessel_geometry(state, testing::device());
  const VesselPieces& pieces = state.vessels.pieces_of_site[0];
  const auto first = pieces.first.to_host(), row = pieces.segment.to_host();
  const auto length = pieces.length_um.to_host(), middle = pieces.middle.to_host();
  ASSERT_EQ(first.size(), 16u * 16 * 16 + 1);
  const auto whole = state.vessels.segments.to_host(segment::length);
  std::vector<double> sum(whole.size());
  for (std::size_t v = 0; v + 1 < first.size(); ++v)
    for (std::uint32_t p = first[v]; p < first[v + 1]; ++p) {
      sum[row[p]] += length[p];
      EXPECT_TRUE(p == first[v] || row[p] >= row[p - 1]);
      EXPECT_TRUE(middle[p] > 0 && middle[p] < 1);
    }
  for (std::size_t s = 0; s < whole.size(); ++s) EXPECT_NEAR(sum[s] / whole[s], 1, 1e-6);
}

TEST(VesselGeometry, EdgesOfANodeAreTheSegmentsThatNameIt) {
  State state = testing::box(16, 20);
  add_site(state, testing::device(), "second", Grid{16, 16, 16, 20});
  add_network(state, testing::device(), SiteId{0}, bed(320, 1));
  add_network(state, testing::device(), SiteId{1}, bed(320, 2));
  rebuild_vessel_geometry(state, testing::device());
  const Vessels& v = state.vessels;
  const auto first = v.first_edge.to_host(), edges = v.edges.to_host();
  const auto from = v.segments.to_host(segment::from), to = v.segments.to_host(segment::to);
  ASSERT_EQ(first.back(), 2 * from.size());
  for (std::uint32_t n = 0; n + 1 < first.size(); ++n)
    for (std::uint32_t e = first[n]; e < first[n + 1]; ++e)
      EXPECT_TRUE(from[edges[e]] == static_cast<int>(n) || to[edges[e]] == static_cast<int>(n));
  EXPECT_EQ(v.of_site[1].first_segment, v.of_site[0].segments);
  EXPECT_GE(from[v.of_site[1].first_segment], static_cast<int>(v.of_site[1].first_node));
}

TEST(VesselGeometry, ANodeOutsideTheBlockIsRefused) {
  State state = testing::box(16, 10);
  EXPECT_THROW(add_network(state, testing::device(), SiteId{0}, bed(320)), InputError);
}

TEST(BloodFlow, RunsOnlyWhenTheVesselsHaveChanged) {
  State state = testing::box(16, 20);
  add_network(state, testing::device(), SiteId{0}, bed(320));
  rebuild_vessel_geometry(state, testing::device());
  const Parameters parameters = testing::default_parameters();
  testing::run_once(state, parameters, "blood_flow", 60);
  EXPECT_FALSE(state.vessels.flow_is_stale);
  const auto flow = state.vessels.segments.to_host(segment::flow);
  const auto plug = state.vessels.segments.to_host(segment::plug_pressure);
  for (std::size_t s = 0; s < flow.size(); ++s) {
    EXPECT_NE(flow[s], 0);
    EXPECT_GT(plug[s], 0);
    EXPECT_LE(plug[s], 30.0f * 133.4f);  // never more than between arteriole and venule
  }
  std::vector<float> marked(flow.size(), 7);
  state.vessels.segments.from_host(segment::flow, std::span<const float>(marked));
  testing::run_once(state, parameters, "blood_flow", 60);
  EXPECT_EQ(state.vessels.segments.to_host(segment::flow), marked);
}

TEST(BloodFlow, ThePortsKeepTheirPressuresAndArterialOnesFeed) {
  State state = testing::box(16, 20);
  Network n = bed(320);
  for (auto& node : n.nodes) node.port = Port::none;  // as a file would have it
  add_network(state, testing::device(), SiteId{0}, n);
  testing::run_once(state, testing::default_parameters(), "blood_flow", 60);
  const auto pressure = state.vessels.nodes.to_host(node::pressure);
  const auto port = state.vessels.nodes.to_host(node::port);
  for (const auto& b : n.boundary) {
    EXPECT_EQ(pressure[b.node], static_cast<float>(b.value));
    EXPECT_EQ(static_cast<Port>(port[b.node]), b.value > 30 ? Port::arterial : Port::venous);
  }
}

}  // namespace
}  // namespace metastasim::vessels
