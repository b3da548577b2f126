#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/journey.hpp"
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

/// Cells that entered a vessel in a site, -1: in none, and have got out of one in site 0; the soil has then
/// had its step.
State out_of_a_vessel(std::int32_t entry_site) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "extravasation.transmigration_time", 5);
  for (const char* key : {"site.*.soil.grows_at_once", "site.*.soil.awakening"})
    testing::set_everywhere(parameters, key, 0);
  State state = testing::world();
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {300, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1}});
  testing::set_off(state, 500, {0, 99, 160, 160});
  testing::set_all(state.travellers, traveller::entry_site, entry_site);
  testing::set_all(state.travellers, cell::phenotype,
                   static_cast<std::uint8_t>(Phenotype::mesenchymal));
  for (int i = 0; i < 120; ++i) {
    for (const char* name : {"circulate", "extravasate", "dormancy", "resolve_intents"}) {
      testing::run_once(state, parameters, name, 1);
      --state.tick;
    }
    ++state.tick;
  }
  testing::run_once(state, parameters, "dormancy", 1);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 500u);
  return state;
}

TEST(Dormancy, StrangersFallAsleepAndWhoComesHomeGrowsAsBefore) {
  for (const std::int32_t elsewhere : {-1, 1}) EXPECT_EQ(asleep(out_of_a_vessel(elsewhere)), 500);
  const State home = out_of_a_vessel(0);
  const Table& cells = home.sites[0]->cells;
  EXPECT_EQ(asleep(home), 0);
  EXPECT_EQ(cells.to_host(colony::growth), std::vector<float>(500, 1.0f));
  EXPECT_EQ(cells.to_host(cell::phenotype),
            std::vector<std::uint8_t>(500, static_cast<std::uint8_t>(Phenotype::mesenchymal)));
}

}  // namespace
}  // namespace metastasim
