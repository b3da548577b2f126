#include "kernels/vessels/fixed_point.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace metastasim::vessels {
namespace {

/// g of a linear map with three slow modes, one of them alternating.
std::vector<double> slow(const std::vector<double>& x) {
  return {1 + 0.95 * x[0], 2 - 0.9 * x[1] + 0.1 * x[0], -1 + 0.8 * x[2]};
}

TEST(FixedPoint, ALinearMapIsSolvedInOneRoundMoreThanItHasModes) {
  FixedPoint mix(5);
  std::vector<double> x(3);
  for (int round = 0; round < 5; ++round) x = mix.next(x, slow(x));
  EXPECT_NEAR(x[0], 20, 1e-9);
  EXPECT_NEAR(x[1], (2 + 0.1 * 20) / 1.9, 1e-9);
  EXPECT_NEAR(x[2], -5, 1e-9);
}

TEST(FixedPoint, RepeatedStepsDoNotDivideByNothing) {
  FixedPoint mix(3);
  std::vector<double> x{2};
  for (int round = 0; round < 6; ++round) x = mix.next(x, {2});
  EXPECT_EQ(x[0], 2);
}

}  // namespace
}  // namespace metastasim::vessels
