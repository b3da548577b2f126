#include "kernels/core/math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace metastasim {
namespace {

double ulps_apart(double a, double b) {
  if (a == b) return 0;
  return std::abs(a - b) / (std::nextafter(std::abs(b), INFINITY) - std::abs(b));
}

TEST(Math, ExpIsWithinTwoUlpOfLibm) {
  double worst = 0;
  for (double x = -700; x < 709; x += 0.0137)
    worst = std::max(worst, ulps_apart(math::exp(x), std::exp(x)));
  EXPECT_LT(worst, 2);
  EXPECT_EQ(math::exp(0.0), 1.0);
  EXPECT_EQ(math::exp(-800.0), 0.0);
  EXPECT_TRUE(std::isinf(math::exp(800.0)));
}

TEST(Math, ExpMinusOneDoesNotCancelNearZero) {
  double worst = 0;
  for (double x = 1e-18; x < 20; x *= 1.0173)
    worst = std::max({worst, ulps_apart(math::expm1(x), std::expm1(x)),
                      ulps_apart(math::expm1(-x), std::expm1(-x))});
  EXPECT_LT(worst, 5);
}

TEST(Math, LogIsWithinTwoUlpOfLibm) {
  double worst = 0;
  for (double x = 1e-300; x < 1e300; x *= 1.0371)
    worst = std::max(worst, ulps_apart(math::log(x), std::log(x)));
  for (double x = 0.5; x < 2; x += 1.3e-4)
    worst = std::max(worst, ulps_apart(math::log(x), std::log(x)));
  EXPECT_LT(worst, 2);
  EXPECT_TRUE(std::isinf(math::log(0.0)));
  EXPECT_TRUE(std::isnan(math::log(-1.0)));
}

TEST(Math, PowerFollowsItsExponent) {
  for (double x = 0.01; x < 100; x *= 1.7)
    for (double y = -12; y <= 12; y += 0.645)
      EXPECT_NEAR(math::pow(x, y) / std::pow(x, y), 1, 5e-14) << x << "^" << y;
}

TEST(Math, SineAndCosineMatchLibm) {
  for (double x = -100; x < 100; x += 0.0173) {
    EXPECT_NEAR(math::sin(x), std::sin(x), 1e-14);
    EXPECT_NEAR(math::cos(x), std::cos(x), 1e-14);
  }
}

TEST(Math, ConversionsSaturateInsteadOfBeingUndefined) {
  EXPECT_EQ(math::to_int(3e9f), 2147483647);
  EXPECT_EQ(math::to_int(-3e9f), -2147483647 - 1);
  EXPECT_EQ(math::to_int(NAN), 0);
  EXPECT_EQ(math::to_int(-2.9f), -2);
  EXPECT_EQ(math::floor(-2.5), -3);
}

}  // namespace
}  // namespace metastasim
