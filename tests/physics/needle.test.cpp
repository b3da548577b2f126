// Barnes 2012 (doi 10.1371/journal.pone.0050973): cells driven through a 30 gauge needle at 250 ul/s. A
// longer way through the needle kills more; how many cells there are, and an hour of rest before,
// makes no difference. The rupture law is calibrated on the share that survives ten passages only.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr float radius_um = 79.5f, flow_nl_per_min = 15e6f;
constexpr float length_um = 12700;

/// Nothing of the body: no NK cells, nothing to stick to.
Parameters in_vitro() {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "circulation.NK_killing", 0);
  testing::set_parameter(parameters, "extravasation.arrest.adhesion_force", 0);
  return parameters;
}

/// A syringe in which the cells wait, ten needles of a relative length behind it.
State syringe(double rest_min, float needle_lengths) {
  State state = make_state(testing::device(), 1, 60'000'000);
  Site& site = add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  const double shear_pa = 4 * 1e-3 * 2.5e-7 / (M_PI * std::pow(radius_um * 1e-6, 3));
  const double barrel_um3 = M_PI * radius_um * radius_um * length_um;
  std::vector<testing::PlacedNode> nodes{{0, 100, 100}, {length_um, 100, 100}};
  std::vector<testing::PlacedSegment> segments{
      {0, 1, radius_um, static_cast<float>(1e-6 * barrel_um3 / rest_min), 0}};
  for (int i = 0; i < 10; ++i) {
    nodes.push_back({nodes.back().x_um + length_um * needle_lengths, 100, 100});
    segments.push_back({i + 1, i + 2, radius_um, flow_nl_per_min, static_cast<float>(shear_pa)});
  }
  testing::lay_vessels(state, site, nodes, segments);
  return state;
}

double survival(int n, double rest_min, float needle_lengths) {
  const Parameters parameters = in_vitro();
  State state = syringe(rest_min, needle_lengths);
  testing::set_off(state, static_cast<std::uint32_t>(n), {0, 0, 100, 100});
  testing::travel(state, parameters, 60 * rest_min + 120);
  return 1 - static_cast<double>(testing::intending(state, Intent::die)) / n;
}

TEST(Needle, TwiceTheWayLeavesFewerAlive) {
  const int n = 100'000;
  const double once = survival(n, 1, 1), twice = survival(n, 1, 2);
  const double pooled = (once + twice) / 2;
  const double z = (once - twice) / std::sqrt(2 * pooled * (1 - pooled) / n);
  EXPECT_GT(z, 2.33) << "one-sided p < 0.01; " << once << " and " << twice << " survive";
}

TEST(Needle, HowManyCellsThereAreMakesNoDifference) {
  const double few = 20'000, many = 200'000;  // the few are among the many: they have their numbers
  const double s = survival(200'000, 1, 1);
  EXPECT_NEAR(survival(20'000, 1, 1), s, 3.5 * std::sqrt(s * (1 - s) * (1 / few - 1 / many)));
}

TEST(Needle, AnHourOfRestBeforeMakesNoDifferenceButForItsAnoikis) {
  const int n = 100'000;
  const double at_once = survival(n, 1, 1), rested = survival(n, 60, 1);
  // The same cells burst; in an hour more some six in ten thousand lose their hold (half by 36 h).
  const double without_hold = 1 - std::exp2(-(62.0 * 62 - 3 * 3) / (2160.0 * 2160));
  const double lost = at_once * without_hold;
  EXPECT_NEAR(at_once - rested, lost, 3.5 * std::sqrt(lost / n));
}

}  // namespace
}  // namespace metastasim
