#include "host/geometry/crop.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "kernels/core/error.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

Network bed() {
  return generate_capillary_bed({.block_um = {480, 480, 480}, .length_density_mm_per_mm3 = 200});
}

/// What the whole network has in each segment, by its number.
std::map<std::uint64_t, std::size_t> by_number(const Network& n) {
  std::map<std::uint64_t, std::size_t> out;
  for (std::size_t s = 0; s < n.segments.size(); ++s) out[n.segments[s].id] = s;
  return out;
}

TEST(Crop, NothingInsideNoticesTheCut) {
  const Network whole = bed();
  const Network part = cropped(whole, {}, {100, 80, 120}, {400, 420, 360});
  EXPECT_LT(part.segments.size(), whole.segments.size());
  EXPECT_TRUE(fits(part, {300, 340, 240}));
  EXPECT_FALSE(fits(whole, {300, 340, 240}));
  const auto all = solve_flow(whole, {}), cut = solve_flow(part, {});
  const auto at = by_number(whole);
  double largest = 0;
  for (double q : all.flow_nl_per_min) largest = std::max(largest, std::abs(q));
  for (std::size_t s = 0; s < part.segments.size(); ++s) {
    const std::size_t there = at.at(part.segments[s].id);
    EXPECT_NEAR(cut.flow_nl_per_min[s], all.flow_nl_per_min[there], 1e-6 * largest);
    EXPECT_NEAR(cut.haematocrit[s], all.haematocrit[there], 1e-5);
  }
}

TEST(Crop, KeepsTheLengthInside) {
  Network one;
  one.nodes = {{1, -50, 10, 10}, {2, 150, 10, 10}, {3, 50, 500, 10}};
  one.segments = {{7, 0, 1, 8, 400}, {8, 1, 2, 8, 500}};  // twice as long as straight
  one.boundary = {{0, vessels::Boundary::pressure, 40}, {1, vessels::Boundary::pressure, 20}};
  const Network part = cropped(one, {}, {0, 0, 0}, {100, 100, 100});
  ASSERT_EQ(part.segments.size(), 1u);
  EXPECT_DOUBLE_EQ(part.segments[0].length_um, 200);
  ASSERT_EQ(part.boundary.size(), 2u);
  EXPECT_NEAR(part.boundary[0].value, 35, 1e-12);
  EXPECT_NEAR(part.boundary[1].value, 25, 1e-12);
  EXPECT_THROW(cropped(one, {}, {0, 200, 0}, {10, 300, 100}), InputError);
}

}  // namespace
}  // namespace metastasim::geometry
