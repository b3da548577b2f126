// Size and cortical tension differ from cell to cell, log-normally: x = median exp(spread z). What stops
// in a capillary follows:  2 T (1/R - 1/r) >= dP   (circulate.cu).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/statistics.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;
constexpr double radius_um = 8, tension_mn_per_m = 0.5;

Parameters spread(double of_size, double of_tension) {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "extravasation.arrest.cortical_tension", tension_mn_per_m);
  testing::set_parameter(out, "circulation.size_spread", of_size);
  testing::set_parameter(out, "circulation.tension_spread", of_tension);
  return out;
}

/// Cells that have come to a capillary.
State at_a_capillary(const Parameters& parameters, double capillary_um, double plug_pa) {
  State state = testing::world(60);
  testing::lay_vessels(
      state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {300, 160, 160}},
      {{0, 1, 20, 1},
       {1, 2, static_cast<float>(capillary_um), 1e-4f, 0, static_cast<float>(plug_pa)}});
  testing::set_off(state, n, {0, 100, 160, 160, static_cast<float>(radius_um)});
  testing::travel(state, parameters, 60);
  return state;
}

double stopped_share(const Parameters& parameters, double capillary_um, double plug_pa) {
  const State state = at_a_capillary(parameters, capillary_um, plug_pa);
  const auto phase = state.travellers.to_host(traveller::phase);
  return std::ranges::count(phase, static_cast<std::uint8_t>(Phase::arrested)) / double{n};
}

/// The share of normal deviates above z.
double above(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

void expect_share(double found, double p) {
  EXPECT_NEAR(found, p, 3.5 * std::sqrt(p * (1 - p) / n));
}

std::vector<double> logs(const State& state, const Column<float>& column) {
  std::vector<double> out;
  for (const float v : state.travellers.to_host(column)) out.push_back(std::log(double{v}));
  return out;
}

void expect_log_normal(const testing::Moments& m, double median, double sd) {
  EXPECT_NEAR(m.mean, std::log(median), 3.5 * sd / std::sqrt(n));
  EXPECT_NEAR(m.sd, sd, 3.5 * sd / std::sqrt(2.0 * n));
}

TEST(CellToCell, SizeAndTensionAreLogNormalAndIndependent) {
  const State state = at_a_capillary(spread(0.1, 0.4), 20, 0);
  const auto size = logs(state, traveller::size), tension = logs(state, traveller::tension);
  const auto s = testing::moments(size), t = testing::moments(tension);
  expect_log_normal(s, radius_um, 0.1);
  expect_log_normal(t, tension_mn_per_m, 0.4);
  double both = 0, skew = 0, tails = 0;
  for (std::size_t i = 0; i < size.size(); ++i) {
    const double zs = (size[i] - s.mean) / s.sd, zt = (tension[i] - t.mean) / t.sd;
    both += zs * zt / n;
    skew += zt * zt * zt / n;
    tails += zt * zt * zt * zt / n;
  }
  EXPECT_NEAR(both, 0, 3.5 / std::sqrt(n));
  EXPECT_NEAR(skew, 0, 3.5 * std::sqrt(6.0 / n));
  EXPECT_NEAR(tails, 3, 3.5 * std::sqrt(24.0 / n));
}

TEST(CellToCell, WithoutSpreadAllAreTheMedian) {
  const State state = at_a_capillary(spread(0, 0), 20, 0);
  for (const float size : state.travellers.to_host(traveller::size)) ASSERT_EQ(size, 8.0f);
  for (const float tension : state.travellers.to_host(traveller::tension)) ASSERT_EQ(tension, 0.5f);
}

double threshold_pa(double capillary_um, double cell_um) {
  return 2000 * tension_mn_per_m * (1 / capillary_um - 1 / cell_um);
}

TEST(CellToCell, TheStifferStopByTheNormalIntegral) {
  for (const double z : {-1.0, 0.5, 2.0})
    expect_share(stopped_share(spread(0, 0.4), 3, threshold_pa(3, 8) * std::exp(0.4 * z)),
                 above(z));
}

TEST(CellToCell, TheLargerStopByTheNormalIntegral) {
  for (const double z : {-1.0, 0.5, 2.0})
    expect_share(stopped_share(spread(0.1, 0), 3, threshold_pa(3, 8 * std::exp(0.1 * z))),
                 above(z));
  expect_share(stopped_share(spread(0.1, 0), 8, 0), 0.5);  // without pressure the lumen decides
}

TEST(CellToCell, BothTogetherStopByTheIntegralOverBoth) {
  const double plug_pa = threshold_pa(3, 8);
  double p = 0;
  const double step = 0.001;
  for (double z = -6 + step / 2; z < 6; z += step) {
    const double size = 8 * std::exp(0.1 * z);
    const double tension = std::log(plug_pa / threshold_pa(3, size)) / 0.4;
    p += step * std::exp(-z * z / 2) / std::sqrt(2 * M_PI) * above(tension);
  }
  expect_share(stopped_share(spread(0.1, 0.4), 3, plug_pa), p);
}

}  // namespace
}  // namespace metastasim
