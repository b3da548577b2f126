#include <gtest/gtest.h>

#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/network.hpp"
#include "tests/support/parameters.hpp"

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

Parameters nobody_comes_along() {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.takes_along", 0);
  return parameters;
}

int entering(const State& state) {
  int n = 0;
  for (const std::uint8_t intent : state.sites[0]->cells.to_host(cell::intent))
    n += intent == static_cast<std::uint8_t>(Intent::enter_vessel);
  return n;
}

TEST(LymphEntry, ATouchingCellEntersWithItsRateTimesItsAccess) {
  const Parameters parameters = nobody_comes_along();
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
  Parameters parameters = nobody_comes_along();
  testing::set_parameter(parameters, "intravasation.into_lymph", 0);
  State state = cells_beside(VesselKind::lymphatic, 10'000, -1);
  testing::run_once(state, parameters, "lymph_entry", 1e9);
  EXPECT_EQ(entering(state), 0);
}

TEST(LymphEntry, BloodVesselsAndLymphaticsHaveDoorsOfTheirOwn) {
  const Parameters parameters = nobody_comes_along();
  State blood = cells_beside(VesselKind::capillary, 100, 0);
  testing::run_once(blood, parameters, "lymph_entry", 1e6);
  EXPECT_EQ(entering(blood), 0);
  State lymph = cells_beside(VesselKind::lymphatic, 100, 0);
  testing::run_once(lymph, parameters, "intravasation", 1e6);
  EXPECT_EQ(entering(lymph), 0);
}

// Clusters

/// A mesenchymal cell at a lymphatic and `n` epithelial neighbours behind it that do not touch it.
State group_at_a_lymphatic(int n) {
  State state = cells_beside(VesselKind::lymphatic, 1, 0);
  Site& site = *state.sites[0];
  testing::place(state, site, std::vector<testing::PlacedCell>(n, {150, 205.5f, 160}));
  std::vector<std::uint8_t> phenotype(site.cells.capacity());
  phenotype[0] = static_cast<std::uint8_t>(Phenotype::mesenchymal);
  const std::vector<float> score(phenotype.begin(), phenotype.end());  // 0 and 1 at the two ends
  site.cells.from_host(cell::phenotype, std::span<const std::uint8_t>(phenotype));
  site.cells.from_host(emt::score, std::span<const float>(score));
  return state;
}

TEST(LymphEntry, NeighboursComeAlongAsOftenAsTheirBondHolds) {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.into_lymph_bond_holds", 0.4);
  const int leaders = 250, neighbours = 400, n = leaders * neighbours;
  int along = 0;
  for (std::uint64_t seed = 1; seed <= leaders; ++seed) {
    State state = group_at_a_lymphatic(neighbours);
    state.seed = seed;
    testing::run_once(state, parameters, "lymph_entry", 1e5);
    along += entering(state) - 1;
  }
  const double p = 0.4 * std::sqrt(0.2);  // a mesenchymal cell holds a fifth
  EXPECT_NEAR(along, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

/// Who is in the lymph after a group has had the time to enter.
State entered(const Parameters& parameters) {
  State state = group_at_a_lymphatic(50);
  testing::run_once(state, parameters, "lymph_entry", 1e5);
  --state.tick;
  testing::run_once(state, parameters, "resolve_intents", 1);
  return state;
}

std::uint64_t counted(const State& state, Count what) {
  return state.counters.to_host()[static_cast<std::size_t>(what)];
}

TEST(LymphEntry, CellsThatHoldOnEnterAsOneClusterAndAreCountedAsThat) {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.into_lymph_bond_holds", 1);
  testing::set_cell_parameter(parameters, "cell.*.mesenchymal.adhesion", 1);
  const State state = entered(parameters);
  EXPECT_EQ(counted(state, Count::entered_lymph), 51u);
  EXPECT_EQ(counted(state, Count::entries_as_cluster), 51u);
  EXPECT_EQ(counted(state, Count::entered_blood), 0u);
  for (const std::uint64_t entry : state.travellers.to_host(traveller::entry)) EXPECT_EQ(entry, 1u);
  for (const std::uint32_t n : state.travellers.to_host(traveller::members)) EXPECT_EQ(n, 51u);
}

TEST(LymphEntry, WithoutAdhesionOrAnyoneTakenAlongAllEnterSingly) {
  for (const bool adhesion : {false, true}) {
    Parameters parameters = testing::default_parameters();
    testing::set_parameter(parameters, "intravasation.into_lymph_bond_holds", 1);
    if (adhesion)
      testing::set_parameter(parameters, "intravasation.takes_along", 0);
    else
      testing::set_cell_parameter(parameters, "cell.*.mesenchymal.adhesion", 0);
    const State state = entered(parameters);
    EXPECT_EQ(counted(state, Count::entered_lymph), 1u);
    EXPECT_EQ(counted(state, Count::entries_as_cluster), 0u);
  }
}

TEST(LymphEntry, EpithelialCellsEnterOnlyWhereTheyMay) {
  Parameters parameters = nobody_comes_along();
  for (const bool may : {false, true}) {
    testing::set_parameter(parameters, "intravasation.into_lymph_who", may ? 1 : 0);
    State state = cells_beside(VesselKind::lymphatic, 100, 0, Phenotype::epithelial);
    testing::run_once(state, parameters, "lymph_entry", 1e6);
    EXPECT_EQ(entering(state), may ? 100 : 0);
  }
}

}  // namespace
}  // namespace metastasim
