#include <gtest/gtest.h>

#include "kernels/tissue/sensed.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double dt_min = 6;
constexpr int many = 100000;

double mesenchymal_share(const Parameters& parameters, float po2, Phenotype start, int steps) {
  State state = testing::founders(many);
  Table& cells = state.sites[0]->cells;
  testing::set_all(cells, sensed::po2, po2);
  testing::set_all(cells, cell::phenotype, static_cast<std::uint8_t>(start));
  for (int i = 0; i < steps; ++i) testing::run_once(state, parameters, "emt", dt_min);
  const auto phenotype = cells.to_host(cell::phenotype);
  return static_cast<double>(std::ranges::count(phenotype, 1)) / many;
}
double error_of(double share) { return 3.5 * std::sqrt(share * (1 - share) / many); }

TEST(Emt, LackOfOxygenDrivesItWithAHillCurve) {
  const Parameters defaults = testing::default_parameters();
  for (const float po2 : {0.0f, 4.0f, 8.0f, 16.0f}) {
    const double hazard = 0.1 / 60 / (1 + std::pow(po2 / 8, 4));
    const double share = 1 - std::exp(-hazard * dt_min);
    EXPECT_NEAR(mesenchymal_share(defaults, po2, Phenotype::epithelial, 1), share, error_of(share))
        << po2;
  }
}

TEST(Emt, PlentyOfOxygenReversesIt) {
  const Parameters defaults = testing::default_parameters();
  for (const float po2 : {10.0f, 20.0f, 60.0f}) {
    const double hill = std::pow(po2 / 20, 4) / (1 + std::pow(po2 / 20, 4));
    const double share = std::exp(-0.02 / 60 * hill * dt_min);
    EXPECT_NEAR(mesenchymal_share(defaults, po2, Phenotype::mesenchymal, 1), share, error_of(share))
        << po2;
  }
}

TEST(Emt, SettlesWhereBothWaysBalance) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "emt", "cell.*.EMT_rate", 0.02);
  testing::set_cell(parameters, "emt", "cell.*.EMT_half", 12);
  testing::set_cell(parameters, "emt", "cell.*.MET_rate", 0.01);
  testing::set_cell(parameters, "emt", "cell.*.MET_half", 12);
  const double to_m = 1 - std::exp(-0.01 * dt_min), to_e = 1 - std::exp(-0.005 * dt_min);
  const double share = to_m / (to_m + to_e);
  EXPECT_NEAR(mesenchymal_share(parameters, 12, Phenotype::epithelial, 150), share,
              error_of(share));
}

TEST(Emt, ZeroRatesGiveZeroSwitches) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "emt", "cell.*.EMT_rate", 0);
  testing::set_cell(parameters, "emt", "cell.*.MET_rate", 0);
  EXPECT_EQ(mesenchymal_share(parameters, 0, Phenotype::epithelial, 20), 0);
  EXPECT_EQ(mesenchymal_share(parameters, 60, Phenotype::mesenchymal, 20), 1);
}

}  // namespace
}  // namespace metastasim
