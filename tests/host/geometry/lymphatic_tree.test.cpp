#include "host/geometry/lymphatic_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/core/error.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

LymphaticTree breast() {
  return {.block_um = {960, 960, 960}, .keep_out = Sphere{{480, 480, 480}, 220}};
}

FreeSpace around(const LymphaticTree& tree) { return {tree.block_um, tree.keep_out, 0}; }

TEST(LymphaticTree, HasTheLengthDensityAsked) {
  for (const double density : {5.0, 20.0, 60.0})
    for (const std::uint64_t seed : {1u, 2u}) {
      LymphaticTree tree = breast();
      tree.length_density_mm_per_mm3 = density;
      tree.seed = seed;
      const double got = total_length_um(generate_lymphatic_tree(tree)) * 1e-3;
      EXPECT_NEAR(got / volume_mm3(around(tree)) / density, 1, 1e-6) << density << ", " << seed;
    }
}

TEST(LymphaticTree, KeepsOutOfTheTumourWallAndAll) {
  const LymphaticTree tree = breast();
  FreeSpace outside = around(tree);
  outside.clearance_um = tree.initial_diameter_um / 2 - 1e-6;
  const Network n = generate_lymphatic_tree(tree);
  for (const auto& s : n.segments) {
    const auto &a = n.nodes[s.from], &b = n.nodes[s.to];
    ASSERT_TRUE(is_free(outside, {a.x_um, a.y_um, a.z_um}, {b.x_um, b.y_um, b.z_um}));
  }
}

/// The segments by which lymph leaves each node.
std::vector<int> onward(const Network& n) {
  std::vector<int> out(n.nodes.size(), -1);
  for (int s = 0; s < static_cast<int>(n.segments.size()); ++s) {
    EXPECT_EQ(out[n.segments[s].from], -1) << "lymph never divides";
    out[n.segments[s].from] = s;
  }
  return out;
}

TEST(LymphaticTree, EverySegmentDrainsToAPortInTheFaceAndNoneGetsNarrowerOnTheWay) {
  const Network n = generate_lymphatic_tree(breast());
  const std::vector<int> next = onward(n);
  for (const auto& s : n.segments) {
    int node = s.to;
    double wide = s.diameter_um;
    for (std::size_t steps = 0; next[node] >= 0 && steps < n.segments.size(); ++steps) {
      ASSERT_GE(n.segments[next[node]].diameter_um, wide);
      wide = n.segments[next[node]].diameter_um;
      node = n.segments[next[node]].to;
    }
    ASSERT_EQ(n.nodes[node].port, Port::lymph);
    ASSERT_EQ(n.nodes[node].x_um, 0);
    ASSERT_EQ(s.kind, VesselKind::lymphatic);
    ASSERT_LE(s.length_um, 100.0001);
  }
}

TEST(LymphaticTree, BlindEndsAreInitialVesselsAndVesselsMergeInPairs) {
  const LymphaticTree tree = breast();
  const Network n = generate_lymphatic_tree(tree);
  const vessels::Adjacency at = adjacency(n);
  int blind = 0;
  for (int node = 0; node < static_cast<int>(n.nodes.size()); ++node) {
    const auto here = at.at(node);
    ASSERT_LE(here.size(), 3u);
    if (here.size() != 1 || n.nodes[node].port != Port::none) continue;
    ++blind;
    EXPECT_EQ(n.segments[here[0]].diameter_um, tree.initial_diameter_um);
  }
  EXPECT_GT(blind, 20);
  for (const auto& s : n.segments) EXPECT_LE(s.diameter_um, tree.widest_um);
}

TEST(LymphaticTree, TheSameSeedGivesTheSameTreeAndAnotherAnother) {
  LymphaticTree tree = breast();
  const Network a = generate_lymphatic_tree(tree), b = generate_lymphatic_tree(tree);
  tree.seed = 2;
  const Network c = generate_lymphatic_tree(tree);
  const auto same = [](const auto& p, const auto& q) {
    return p.x_um == q.x_um && p.y_um == q.y_um && p.z_um == q.z_um;
  };
  EXPECT_TRUE(std::equal(a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(), same));
  EXPECT_FALSE(same(a.nodes[5], c.nodes[5]));
}

TEST(LymphaticTree, WhatDoesNotFitIsRefused) {
  LymphaticTree tiny{.block_um = {50, 50, 50}, .length_density_mm_per_mm3 = 1};
  EXPECT_THROW(generate_lymphatic_tree(tiny), InputError);
  LymphaticTree thick = breast();
  thick.initial_diameter_um = 80;
  EXPECT_THROW(generate_lymphatic_tree(thick), InputError);
}

}  // namespace
}  // namespace metastasim::geometry
