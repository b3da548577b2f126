#include "host/geometry/capillary_bed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/geometry/capillary_mesh.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

CapillaryBed breast() {
  return {.block_um = {960, 960, 960}, .keep_out = Sphere{{480, 480, 480}, 220}};
}

TEST(CapillaryBed, HasTheLengthDensityAsked) {
  for (double density : {60.0, 150.0, 400.0}) {
    CapillaryBed bed{.block_um = {640, 640, 640}, .length_density_mm_per_mm3 = density};
    const double got =
        total_length_um(generate_capillary_bed(bed)) * 1e-3 / vascular_volume_mm3(bed);
    EXPECT_NEAR(got / density, 1, 0.05);
  }
}

TEST(CapillaryBed, KeepsOutOfTheTumour) {
  const CapillaryBed bed = breast();
  const Network n = generate_capillary_bed(bed);
  EXPECT_NEAR(vascular_volume_mm3(bed), 0.885 - 4.0 / 3 * math::pi * 0.010648, 1e-3);
  for (const auto& s : n.segments) {
    const auto& a = n.nodes[s.from];
    const auto& b = n.nodes[s.to];
    for (int i = 0; i <= 10; ++i) {
      const double t = i / 10.0;
      const Point p{a.x_um + t * (b.x_um - a.x_um), a.y_um + t * (b.y_um - a.y_um),
                    a.z_um + t * (b.z_um - a.z_um)};
      ASSERT_GT(distance(p, bed.keep_out->centre_um), 220 + s.diameter_um / 2);
    }
  }
}

TEST(CapillaryBed, IsOneNetworkOfShortSegmentsThatBranchInThrees) {
  const Network n = generate_capillary_bed(breast());
  const std::vector<int> component = vessels::components(n);
  EXPECT_EQ(*std::max_element(component.begin(), component.end()), 0);
  const vessels::Adjacency at = adjacency(n);
  for (int node = 0; node < static_cast<int>(n.nodes.size()); ++node)
    EXPECT_LE(at.at(node).size(), 3u);
  for (const auto& s : n.segments) EXPECT_LE(s.length_um, 100.0001);
}

TEST(CapillaryBed, BloodFlowsInEverySegmentAndWhatEntersLeaves) {
  const Network n = generate_capillary_bed(breast());
  const vessels::FlowResult r = solve_flow(n, {});
  double in = 0, out = 0;
  for (double q : boundary_flow(n, r)) (q > 0 ? in : out) += q;
  EXPECT_GT(in, 1);
  EXPECT_NEAR(in / -out, 1, 1e-12);
  for (std::size_t s = 0; s < n.segments.size(); ++s) {
    EXPECT_NE(r.status[s], vessels::SegmentStatus::no_flow);
    EXPECT_GT(std::abs(r.flow_nl_per_min[s]), 1e-6 * in);
  }
  std::vector<double> speed;
  for (std::size_t s = 0; s < n.segments.size(); ++s)
    if (n.segments[s].kind == VesselKind::capillary)
      speed.push_back(
          std::abs(vessels::mean_velocity(r.flow_nl_per_min[s], n.segments[s].diameter_um)));
  std::nth_element(speed.begin(), speed.begin() + speed.size() / 2, speed.end());
  EXPECT_GT(speed[speed.size() / 2], 0.1);  // mm/s, as capillaries have it
  EXPECT_LT(speed[speed.size() / 2], 3);
}

TEST(CapillaryBed, ParentsAndBranchesFollowMurraysLaw) {
  const Network n = generate_capillary_bed({.block_um = {640, 640, 640}});
  const vessels::Adjacency at = adjacency(n);
  int checked = 0;
  for (int node = 0; node < static_cast<int>(n.nodes.size()); ++node) {
    double parent = 0, branches = 0;
    for (int s : at.at(node)) {
      const auto& v = n.segments[s];
      if (v.to == node && v.kind == VesselKind::arteriole) parent = math::cube(v.diameter_um);
      if (v.from == node) branches += math::cube(v.diameter_um);
    }
    if (parent == 0 || at.at(node).size() < 3) continue;
    EXPECT_NEAR(parent / branches, 1, 1e-9);
    ++checked;
  }
  EXPECT_GT(checked, 10);
}

TEST(CapillaryBed, TheSeedDecidesTheNetwork) {
  CapillaryBed bed{.block_um = {320, 320, 320}, .length_density_mm_per_mm3 = 300};
  const Network a = generate_capillary_bed(bed), b = generate_capillary_bed(bed);
  bed.seed = 2;
  const Network c = generate_capillary_bed(bed);
  ASSERT_EQ(a.nodes.size(), b.nodes.size());
  bool same = true, differs = a.nodes.size() != c.nodes.size();
  for (std::size_t n = 0; n < a.nodes.size(); ++n) {
    same = same && a.nodes[n].x_um == b.nodes[n].x_um && a.nodes[n].id == b.nodes[n].id;
    differs = differs || a.nodes[n].x_um != c.nodes[n].x_um;
  }
  EXPECT_TRUE(same);
  EXPECT_TRUE(differs);
}

/// A vessel more or less is much in a small block: some seeds have a bed only in a later layout.
TEST(CapillaryBed, EverySeedHasABedInASmallBlock) {
  int later = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CapillaryBed bed{.block_um = {320, 320, 320}, .seed = seed};
    const Network n = generate_capillary_bed(bed);
    EXPECT_NEAR(total_length_um(n) * 1e-3 / vascular_volume_mm3(bed) / 138, 1, 0.05) << seed;
    bed.layout = 1;
    later += total_length_um(generate_capillary_bed(bed)) == total_length_um(n);
  }
  EXPECT_GT(later, 0);
  EXPECT_LT(later, 10);
}

TEST(CapillaryBed, ABedThatDoesNotFitIsRefused) {
  EXPECT_THROW(generate_capillary_bed({.block_um = {40, 40, 40}}), InputError);
  EXPECT_THROW(generate_capillary_bed({.block_um = {-1, 40, 40}}), InputError);
  for (const double radius : {200.0, 240.0, 300.0})  // but for the corners, and all
    EXPECT_THROW(generate_capillary_bed(
                     {.block_um = {300, 300, 300}, .keep_out = Sphere{{150, 150, 150}, radius}}),
                 InputError)
        << radius;
}

}  // namespace
}  // namespace metastasim::geometry
