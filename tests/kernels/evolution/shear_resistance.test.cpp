#include <gtest/gtest.h>

#include <cmath>

#include "kernels/evolution/traits.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr int many = 100'000;

/// Share of cells of a clone that are whole after a minute under 100 Pa.
double whole(float resistance) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.rupture", 1);
  testing::set_parameter(parameters, "circulation.repair", 0);
  State state = testing::box();
  state.tick = 1;
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-6f, 100}});
  testing::set_off(state, many, {0, 0, 160, 160});
  testing::set_all(state.travellers, trait::shear, resistance);
  testing::travel(state, parameters, 60);
  return 1 - static_cast<double>(testing::intending(state, Intent::die)) / many;
}

TEST(ShearResistance, IsAFactorOnTheDoseThatBurstsACell) {
  for (const float resistance : {1.0f, 2.0f}) {
    const double s = std::exp(-1 / resistance);  // a minute of one rupture a minute
    EXPECT_NEAR(whole(resistance), s, 3.5 * std::sqrt(s * (1 - s) / many)) << resistance;
  }
}

}  // namespace
}  // namespace metastasim
