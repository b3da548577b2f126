// The impulse of shear in the great vessels: it follows a passage of either side of the heart, and kills
// by the law of rupture,  H = a (tau / 100 Pa)^b (1 - e^(-k t)) / k   (circulate.cu).
#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/circulation/waiting_in_the_body.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;
constexpr double rupture = 60, exponent = 2.6, shear_pa = 200, time_ms = 200;

Parameters impulse(double repair = 0, double variance = 0) {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "circulation.body_shear", 0);
  testing::set_parameter(out, "circulation.great_vessel_shear", shear_pa);
  testing::set_parameter(out, "circulation.great_vessel_time", time_ms);
  testing::set_parameter(out, "circulation.rupture", rupture);
  testing::set_parameter(out, "circulation.rupture_exponent", exponent);
  testing::set_parameter(out, "circulation.repair", repair);
  testing::set_parameter(out, "circulation.frailty_variance", variance);
  return out;
}

/// Cells, small enough for every capillary, that leave a compartment; a moment later.
State gone_on_from(const char* compartment, const Parameters& parameters) {
  State state = testing::waiting_in(compartment, Phase::shed, n, 0.001, 1);
  testing::travel(state, parameters, 0.001);
  return state;
}

double damage(double repair) {
  const double minutes = time_ms / 60e3, rate = rupture * std::pow(shear_pa / 100, exponent);
  return repair > 0 ? rate / repair * (1 - std::exp(-repair * minutes)) : rate * minutes;
}

void expect_survivors(const State& state, double p) {
  EXPECT_NEAR(n - testing::intending(state, Intent::die), n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(GreatVessels, KillByTheLawOfRuptureBehindEitherSideOfTheHeart) {
  for (const char* heart : {"right heart", "left heart"}) {
    expect_survivors(gone_on_from(heart, impulse()), std::exp(-damage(0)));
    expect_survivors(gone_on_from(heart, impulse(300)), std::exp(-damage(300)));
    expect_survivors(gone_on_from(heart, impulse(0, 1)), 1 / (1 + damage(0)));
  }
}

TEST(GreatVessels, AreNotedAsDoseAndPeak) {
  const State state = gone_on_from("left heart", impulse());
  EXPECT_EQ(state.travellers.to_host(traveller::shear_dose)[0],
            static_cast<std::int64_t>(shear_pa * time_ms * 1000));
  EXPECT_EQ(state.travellers.to_host(traveller::peak_shear)[0], static_cast<float>(shear_pa));
}

TEST(GreatVessels, KillNobodyWithoutShearOrWithoutTimeOrElsewhere) {
  for (const char* key : {"circulation.great_vessel_shear", "circulation.great_vessel_time"}) {
    Parameters without = impulse();
    testing::set_parameter(without, key, 0);
    EXPECT_EQ(testing::intending(gone_on_from("left heart", without), Intent::die), 0) << key;
  }
  const State from_veins = gone_on_from("veins", impulse());
  EXPECT_EQ(testing::intending(from_veins, Intent::die), 0);
  EXPECT_EQ(from_veins.travellers.to_host(traveller::shear_dose)[0], 0);
}

}  // namespace
}  // namespace metastasim
