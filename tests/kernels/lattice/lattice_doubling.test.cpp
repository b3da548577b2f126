#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/lattice.hpp"

namespace metastasim {
namespace {

Parameters doubling_every(double mesenchymal_steps, double epithelial_steps) {
  Parameters parameters = testing::lattice_parameters();
  for (const char* key : {"lattice.mesenchymal.diffusion", "lattice.mesenchymal.haptotaxis",
                          "lattice.epithelial.diffusion", "lattice.epithelial.haptotaxis"})
    testing::set_everywhere(parameters, key, 0);
  const double dt = 40.0 / 60;
  testing::set_everywhere(parameters, "lattice.mesenchymal.doubling_time", mesenchymal_steps * dt);
  testing::set_everywhere(parameters, "lattice.epithelial.doubling_time", epithelial_steps * dt);
  return parameters;
}

TEST(LatticeDoubling, FillsAVoxelUpToItsCapacityAndNotBeyond) {
  State state = testing::lattice(9);
  for (int cells = 1; cells <= 4; ++cells)
    testing::fill_voxel(state, *state.sites[0], {cells, 4, 0}, cells, Phenotype::mesenchymal);
  testing::step(state, doubling_every(5, 0), 6);  // the doubling of step 5 is done in the sixth
  const auto cells = testing::cells_by_voxel(*state.sites[0]);
  EXPECT_EQ(cells[4 * 9 + 1], 2);
  EXPECT_EQ(cells[4 * 9 + 2], 4);
  EXPECT_EQ(cells[4 * 9 + 3], 4);
  EXPECT_EQ(cells[4 * 9 + 4], 4);
}

TEST(LatticeDoubling, EachPhenotypeKeepsItsOwnTime) {
  State state = testing::lattice(9);
  testing::fill_voxel(state, *state.sites[0], {2, 4, 0}, 1, Phenotype::mesenchymal);
  testing::fill_voxel(state, *state.sites[0], {6, 4, 0}, 1, Phenotype::epithelial);
  testing::step(state, doubling_every(4, 6), 6);
  EXPECT_EQ(testing::cells_by_voxel(*state.sites[0])[4 * 9 + 2], 2);
  EXPECT_EQ(testing::cells_by_voxel(*state.sites[0])[4 * 9 + 6], 1);
  testing::step(state, doubling_every(4, 6), 1);
  EXPECT_EQ(testing::cells_by_voxel(*state.sites[0])[4 * 9 + 6], 2);
}

TEST(LatticeDoubling, WhereOnePlaceIsLeftAndBothAreDueAMesenchymalCellTakesIt) {
  State state = testing::lattice(9);
  Site& site = *state.sites[0];
  testing::fill_voxel(state, site, {4, 4, 0}, 2, Phenotype::epithelial);  // the lower numbers
  testing::fill_voxel(state, site, {4, 4, 0}, 1, Phenotype::mesenchymal);
  testing::step(state, doubling_every(4, 4), 5);
  const auto phenotype = site.cells.to_host(cell::phenotype);
  EXPECT_EQ(std::ranges::count(phenotype, static_cast<std::uint8_t>(Phenotype::epithelial)), 2);
  EXPECT_EQ(std::ranges::count(phenotype, static_cast<std::uint8_t>(Phenotype::mesenchymal)), 2);
}

TEST(LatticeDoubling, DaughtersAndNewcomersOfOneStepShareThePlaces) {
  State state = testing::lattice(21);
  for (int y = 5; y < 15; ++y)
    for (int x = 5; x < 15; ++x)
      testing::fill_voxel(state, *state.sites[0], {x, y, 0}, 3, Phenotype::mesenchymal);
  Parameters parameters = doubling_every(1, 1);
  testing::set_everywhere(parameters, "lattice.mesenchymal.diffusion", 30);
  for (int i = 0; i < 20; ++i) {
    testing::step(state, parameters, 1);
    const auto cells = testing::cells_by_voxel(*state.sites[0]);
    EXPECT_LE(*std::ranges::max_element(cells), 4);
  }
}

TEST(LatticeDoubling, AZeroDoublingTimeGivesNoBirths) {
  State state = testing::lattice(9);
  testing::fill_voxel(state, *state.sites[0], {4, 4, 0}, 1, Phenotype::mesenchymal);
  testing::step(state, doubling_every(0, 0), 50);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 1u);
}

}  // namespace
}  // namespace metastasim
