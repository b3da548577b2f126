#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/network.hpp"

namespace metastasim {
namespace {

/// n cells at `gap_um` from a straight vessel 40 um wide.
State cells_beside(VesselKind kind, int n, float gap_um,
                   Phenotype phenotype = Phenotype::mesenchymal) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 20, 1, 0, 0, kind}});
  testing::place(state, site,
                 std::vector<testing::PlacedCell>(n, {150, 160 + 20 + 8.5f + gap_um, 160}));
  std::vector<std::uint8_t> all(site.cells.capacity(), static_cast<std::uint8_t>(phenotype));
  site.cells.from_host(cell::phenotype, std::span<const std::uint8_t>(all));
  return state;
}

int entering(const State& state) {
  int n = 0;
  for (const std::uint8_t intent : state.sites[0]->cells.to_host(cell::intent))
    n += intent == static_cast<std::uint8_t>(Intent::enter_vessel);
  return n;
}

TEST(LymphEntry, ATouchingCellEntersWithItsRateTimesItsAccess) {
  const Parameters parameters = testing::default_parameters();
  const double rate = 0.5 / 60, dt = 60;
  for (const auto& [gap, access] : {std::pair{-1.0f, 1.0}, {1.0f, 0.5}}) {
    const int n = 100'000;
    State state = cells_beside(VesselKind::lymphatic, n, gap);
    testing::run_once(state, parameters, "lymph_entry", dt);
    const double p = 1 - std::exp(-rate * access * dt);
    EXPECT_NEAR(entering(state), n * p, 3.5 * std::sqrt(n * p * (1 - p))) << "gap " << gap;
  }
}

TEST(LymphEntry, ARateOfZeroLetsNobodyIn) {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.into_lymph", 0);
  State state = cells_beside(VesselKind::lymphatic, 10'000, -1);
  testing::run_once(state, parameters, "lymph_entry", 1e9);
  EXPECT_EQ(entering(state), 0);
}

TEST(LymphEntry, BloodVesselsAndLymphaticsHaveDoorsOfTheirOwn) {
  const Parameters parameters = testing::default_parameters();
  State blood = cells_beside(VesselKind::capillary, 100, 0);
  testing::run_once(blood, parameters, "lymph_entry", 1e6);
  EXPECT_EQ(entering(blood), 0);
  State lymph = cells_beside(VesselKind::lymphatic, 100, 0);
  testing::run_once(lymph, parameters, "intravasation", 1e6);
  EXPECT_EQ(entering(lymph), 0);
}

TEST(LymphEntry, EpithelialCellsEnterOnlyWhereTheyMay) {
  Parameters parameters = testing::default_parameters();
  for (const bool may : {false, true}) {
    testing::set_parameter(parameters, "intravasation.into_lymph_who", may ? 1 : 0);
    State state = cells_beside(VesselKind::lymphatic, 100, 0, Phenotype::epithelial);
    testing::run_once(state, parameters, "lymph_entry", 1e6);
    EXPECT_EQ(entering(state), may ? 100 : 0);
  }
}

}  // namespace
}  // namespace metastasim
