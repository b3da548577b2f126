#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;

State newcomers(bool natives = false) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, std::vector<testing::PlacedCell>(n, {100, 100, 100}));
  std::vector<std::uint64_t> founder = site.cells.to_host(cell::id);
  if (natives) std::fill(founder.begin(), founder.end(), 0);
  site.cells.from_host(cell::founder, std::span<const std::uint64_t>(founder));
  return state;
}

long asleep(const State& state) {
  const auto dormant = state.sites[0]->cells.to_host(colony::dormant);
  return std::count(dormant.begin(), dormant.end(), 1);
}

TEST(Dormancy, OneNewcomerInFortyGrowsAtOnce) {
  const Parameters parameters = testing::default_parameters();
  State state = newcomers();
  testing::run_once(state, parameters, "dormancy", 6);
  const double p = 1.0 / 40;
  EXPECT_NEAR(n - asleep(state), n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(Dormancy, SleepersWakeWithAConstantHazardWhateverTheStep) {
  const Parameters parameters = testing::default_parameters();
  for (const double dt : {6000.0, 60000.0}) {
    State state = newcomers();
    testing::run_once(state, parameters, "dormancy", dt);
    const double before = static_cast<double>(asleep(state));
    for (double t = 0; t < 300000; t += dt) testing::run_once(state, parameters, "dormancy", dt);
    const double p = std::exp(-1e-4 / 60 * 300000);
    EXPECT_NEAR(asleep(state), before * p, 3.5 * std::sqrt(before * p * (1 - p)));
  }
}

TEST(Dormancy, WhoGrowsIsEpithelialAgainAndWhoSleepsIsNot) {
  const Parameters parameters = testing::default_parameters();
  State state = newcomers();
  Table& cells = state.sites[0]->cells;
  testing::set_phenotype(*state.sites[0], Phenotype::mesenchymal);
  testing::run_once(state, parameters, "dormancy", 6);
  const auto dormant = cells.to_host(colony::dormant);
  EXPECT_EQ(cells.to_host(cell::phenotype), dormant);
  EXPECT_EQ(cells.to_host(emt::score), std::vector<float>(dormant.begin(), dormant.end()));
  EXPECT_GT(asleep(state), 0);
}

TEST(Dormancy, NewcomersGrowAsFastAsTheirSoilLetsThem) {
  for (const double growth : {0.25, 2.0}) {
    Parameters parameters = testing::default_parameters();
    testing::set_everywhere(parameters, "site.*.soil.growth", growth);
    State state = newcomers();
    testing::run_once(state, parameters, "dormancy", 6);
    EXPECT_EQ(state.sites[0]->cells.to_host(colony::growth),
              std::vector<float>(n, static_cast<float>(growth)));
  }
}

TEST(Dormancy, LeavesNativesAlone) {
  const Parameters parameters = testing::default_parameters();
  State state = newcomers(true);
  testing::run_once(state, parameters, "dormancy", 6);
  EXPECT_EQ(asleep(state), 0);
  for (const float growth : state.sites[0]->cells.to_host(colony::growth)) EXPECT_EQ(growth, 1.0f);
}

}  // namespace
}  // namespace metastasim
