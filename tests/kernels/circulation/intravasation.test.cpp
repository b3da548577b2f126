#include <gtest/gtest.h>

#include <cmath>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/network.hpp"

namespace metastasim {
namespace {

Parameters nobody_comes_along() {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.takes_along", 0);
  return parameters;
}

/// n cells in the middle of a straight vessel of 5 um, at `gap_um` from its wall.
State cells_beside_a_vessel(int n, float gap_um, Phenotype phenotype) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
  testing::place(state, site,
                 std::vector<testing::PlacedCell>(n, {150, 160 + 5 + 8.5f + gap_um, 160}));
  testing::set_phenotype(site, phenotype);
  return state;
}

int entering(const State& state) {
  int n = 0;
  for (const std::uint8_t intent : state.sites[0]->cells.to_host(cell::intent))
    n += intent == static_cast<std::uint8_t>(Intent::enter_vessel);
  return n;
}

TEST(Intravasation, ATouchingCellEntersWithTheRateOfTheWallTimesItsAccess) {
  const Parameters parameters = nobody_comes_along();
  const double rate = 0.1 / 60, dt = 300;
  for (const auto& [gap, access] : {std::pair{-1.0f, 1.0}, {1.0f, 0.5}}) {
    const int n = 20000;
    State state = cells_beside_a_vessel(n, gap, Phenotype::mesenchymal);
    testing::run_once(state, parameters, "intravasation", dt);
    const double p = 1 - std::exp(-rate * access * dt);
    EXPECT_NEAR(entering(state), n * p, 3.5 * std::sqrt(n * p * (1 - p))) << "gap " << gap;
  }
}

TEST(Intravasation, NamesTheVesselItTouches) {
  const Parameters parameters = nobody_comes_along();
  State state = cells_beside_a_vessel(100, 0, Phenotype::mesenchymal);
  testing::run_once(state, parameters, "intravasation", 1e5);
  EXPECT_EQ(entering(state), 100);
  for (const std::uint32_t segment : state.sites[0]->cells.to_host(cell::intent_detail))
    EXPECT_EQ(segment, 0u);
}

TEST(Intravasation, NeedsContactAndAMesenchymalCell) {
  const Parameters parameters = nobody_comes_along();
  State far = cells_beside_a_vessel(100, 2.5f, Phenotype::mesenchymal);
  testing::run_once(far, parameters, "intravasation", 1e6);
  EXPECT_EQ(entering(far), 0);
  State epithelial = cells_beside_a_vessel(100, 0, Phenotype::epithelial);
  testing::run_once(epithelial, parameters, "intravasation", 1e6);
  EXPECT_EQ(entering(epithelial), 0);
}

TEST(Intravasation, ABasementMembraneKeepsCellsFromVesselsBeyondIt) {
  const Parameters parameters = nobody_comes_along();
  State state = cells_beside_a_vessel(100, 0, Phenotype::mesenchymal);
  Table& cells = state.sites[0]->cells;
  const std::vector<std::uint8_t> ones(cells.capacity(), 1);
  cells.from_host(invasion::membrane::inside, std::span<const std::uint8_t>(ones));
  testing::run_once(state, parameters, "intravasation", 1e6);
  EXPECT_EQ(entering(state), 0);
}

TEST(Intravasation, SleepersAndNewcomersStayWhereTheyAre) {
  const Parameters parameters = nobody_comes_along();
  for (const bool asleep : {true, false}) {
    State state = cells_beside_a_vessel(100, 0, Phenotype::mesenchymal);
    Table& cells = state.sites[0]->cells;
    const std::vector<std::uint8_t> ones(cells.capacity(), 1);
    const std::vector<std::uint64_t> sevens(cells.capacity(), 7);
    if (asleep)
      cells.from_host(colony::dormant, std::span<const std::uint8_t>(ones));
    else
      cells.from_host(cell::founder, std::span<const std::uint64_t>(sevens));
    testing::run_once(state, parameters, "intravasation", 1e6);
    EXPECT_EQ(entering(state), 0) << (asleep ? "asleep" : "undecided");
  }
}

}  // namespace
}  // namespace metastasim
