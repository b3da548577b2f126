#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/network.hpp"

namespace metastasim {
namespace {

Parameters nobody_comes_along() {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "intravasation.takes_along", 0);
  testing::set_parameter(parameters, "intravasation.wall_loss", 0.1 / 60);
  return parameters;
}

/// n cells in the middle of a straight vessel of 5 um, at `gap_um` from its wall, no matrix left there.
State cells_beside_a_vessel(int n, float gap_um, Phenotype phenotype) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
  testing::place(state, site,
                 std::vector<testing::PlacedCell>(n, {150, 160 + 5 + 8.5f + gap_um, 160}));
  testing::set_phenotype(site, phenotype);
  testing::set_matrix(site, 0);
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
    const int n = 100'000;
    State state = cells_beside_a_vessel(n, gap, Phenotype::mesenchymal);
    testing::run_once(state, parameters, "intravasation", dt);
    const double p = 1 - std::exp(-rate * access * dt);
    EXPECT_NEAR(entering(state), n * p, 3.5 * std::sqrt(n * p * (1 - p))) << "gap " << gap;
  }
}

State cells_where_matrix_is(int n, float left) {
  State state = cells_beside_a_vessel(n, -1, Phenotype::mesenchymal);
  testing::set_matrix(*state.sites[0], left);
  return state;
}

TEST(Intravasation, AWallOpensAsProteasesCutIt) {
  const int n = 100000;
  const double dt = 300, p = 1 - std::exp(-0.1 / 60 * 0.5 * dt);
  State half = cells_where_matrix_is(n, 0.5f);
  testing::run_once(half, nobody_comes_along(), "intravasation", dt);
  EXPECT_NEAR(entering(half), n * p, 3.5 * std::sqrt(n * p * (1 - p)));
  State intact = cells_where_matrix_is(n, 1);
  testing::run_once(intact, nobody_comes_along(), "intravasation", 1e9);
  EXPECT_EQ(entering(intact), 0);
}

TEST(Intravasation, MoreMatrixNeverLetsMoreCellsIn) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    int before = 1000, most = 0;
    for (const float left : {0.0f, 0.3f, 0.6f, 0.9f, 1.0f, 1.2f}) {
      State state = cells_where_matrix_is(1000, left);
      state.seed = seed;
      testing::run_once(state, nobody_comes_along(), "intravasation", 600);
      EXPECT_LE(entering(state), before) << "seed " << seed << ", matrix " << left;
      before = entering(state);
      most = std::max(most, before);
    }
    EXPECT_GT(most, 0) << "seed " << seed;
    EXPECT_EQ(before, 0) << "seed " << seed;
  }
}

TEST(Intravasation, ANewVesselLeaksWhereNothingIsCut) {
  State state = cells_where_matrix_is(100, 1);
  const std::vector<std::uint64_t> grown{7};
  state.vessels.segments.from_host(segment::sprout, std::span<const std::uint64_t>(grown));
  testing::run_once(state, nobody_comes_along(), "intravasation", 1e6);
  EXPECT_EQ(entering(state), 100);
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

/// 100 cells that a basement membrane encloses touch a vessel, which lies within its reach or beyond it.
State cells_inside_a_membrane(bool vessel_inside) {
  State state = testing::box();
  Site& site = *state.sites[0];
  const float axis = vessel_inside ? 182 : 155, cells = 168.5f;
  testing::lay_vessels(state, site, {{0, axis, 160}, {320, axis, 160}}, {{0, 1, 5, 1}});
  testing::place(state, site, std::vector<testing::PlacedCell>(100, {150, cells, 160}));
  testing::set_phenotype(site, Phenotype::mesenchymal);
  testing::set_matrix(site, 0);
  invasion::place_basement_membrane(site.fields, 150, 220, 160, 55);  // crosses y = 160
  testing::run_once(state, testing::default_parameters(), "membrane_crossing", 1);
  return state;
}

void dissolve_membrane(Fields& fields) {
  const std::vector<float> none(static_cast<std::size_t>(fields.grid().voxels()));
  for (const auto& face : {field::membrane_x, field::membrane_y, field::membrane_z})
    fields.from_host(face, std::span<const float>(none));
}

TEST(Intravasation, ABasementMembraneKeepsCellsFromVesselsBeyondIt) {
  State state = cells_inside_a_membrane(false);
  for (const std::uint8_t in : state.sites[0]->cells.to_host(invasion::membrane::inside))
    EXPECT_EQ(in, 1);
  testing::run_once(state, nobody_comes_along(), "intravasation", 1e6);
  EXPECT_EQ(entering(state), 0);
}

TEST(Intravasation, WhereTheMembraneIsGoneOrAroundBothItKeepsNobody) {
  State gone = cells_inside_a_membrane(false);
  dissolve_membrane(gone.sites[0]->fields);
  testing::run_once(gone, nobody_comes_along(), "intravasation", 1e6);
  EXPECT_EQ(entering(gone), 100) << "what it was laid around does not matter then";
  State both = cells_inside_a_membrane(true);
  testing::run_once(both, nobody_comes_along(), "intravasation", 1e6);
  EXPECT_EQ(entering(both), 100) << "a sprout inside it";
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
