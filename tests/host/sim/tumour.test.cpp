#include "host/sim/tumour.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace metastasim {
namespace {

double distance(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(PackBall, NeighboursStandAtTheAskedDistance) {
  const auto points = pack_ball({100, 100, 100}, 90, 16);
  for (const auto& a : points) {
    double nearest = 1e9;
    for (const auto& b : points)
      if (&a != &b) nearest = std::min(nearest, distance(a, b));
    EXPECT_NEAR(nearest, 16, 1e-9);
    EXPECT_LE(distance(a, {100, 100, 100}), 45 - 8 + 1e-9);
  }
}

TEST(PackBall, FillsTheBallAsDenselyAsSpheresCan) {
  const auto points = pack_ball({0, 0, 0}, 400, 16);
  const double spheres = static_cast<double>(points.size()) * std::pow(16.0, 3);
  EXPECT_NEAR(spheres / std::pow(400.0 - 16, 3), M_PI / (3 * std::sqrt(2.0)), 0.02);
}

TEST(PackBall, IsEmptyWhereNoCellFits) { EXPECT_TRUE(pack_ball({0, 0, 0}, 10, 16).empty()); }

}  // namespace
}  // namespace metastasim
