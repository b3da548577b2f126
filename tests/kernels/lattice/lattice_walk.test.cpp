#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/counters.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/lattice.hpp"

namespace metastasim {
namespace {

/// Steps of equal probability p across each face, without matrix to follow.
Parameters random_walk(double p) {
  Parameters parameters = testing::lattice_parameters();
  const double um2_per_min = p * 100 / (40.0 / 60);
  for (const char* phenotype : {"lattice.mesenchymal.", "lattice.epithelial."}) {
    testing::set_everywhere(parameters, (std::string(phenotype) + "diffusion").c_str(),
                            um2_per_min);
    testing::set_everywhere(parameters, (std::string(phenotype) + "haptotaxis").c_str(), 0);
  }
  return parameters;
}

double square_distance(Voxel a, Voxel b) {
  return std::pow(a.x - b.x, 2) + std::pow(a.y - b.y, 2) + std::pow(a.z - b.z, 2);
}

struct Spread {
  double mean = 0, standard_error = 0;
};

/// Cells in every second voxel along each axis, too far apart to be in each other's way, and 20 voxels
/// from every border.
State strewn(int n, int layers, Phenotype phenotype) {
  State state = testing::lattice(n, layers);
  std::vector<Voxel> voxels;
  for (int z = layers == 1 ? 0 : 20; z < std::max(1, layers - 20); z += 2)
    for (int y = 20; y < n - 20; y += 2)
      for (int x = 20; x < n - 20; x += 2) voxels.push_back({x, y, z});
  testing::fill_voxels(state, *state.sites[0], voxels, phenotype);
  return state;
}

Spread spread_after(int steps, int n, int layers) {
  State state = strewn(n, layers, Phenotype::mesenchymal);
  const Site& site = *state.sites[0];
  const auto before = testing::voxels_of_cells(site);
  testing::step(state, random_walk(0.1), steps);
  const auto after = testing::voxels_of_cells(site);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double d = square_distance(before[i], after[i]);
    sum += d;
    squares += d * d;
  }
  const auto count = static_cast<double>(before.size());
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / count)};
}

TEST(LatticeWalk, DiffusesByFourDtDAStepInAPlaneAndSixInSpace) {
  const Spread plane = spread_after(20, 673, 1);  // 100,489 cells
  EXPECT_NEAR(plane.mean, 20 * 4 * 0.1, 3.5 * plane.standard_error);
  const Spread space = spread_after(10, 133, 133);  // 103,823
  EXPECT_NEAR(space.mean, 10 * 6 * 0.1, 3.5 * space.standard_error);
}

/// A crowd that wants out: four cells in every voxel of a square.
State crowd() {
  State state = testing::lattice(31);
  for (int y = 10; y < 20; ++y)
    for (int x = 10; x < 20; ++x)
      testing::fill_voxel(state, *state.sites[0], {x, y, 0}, 4,
                          (x + y) % 2 == 0 ? Phenotype::mesenchymal : Phenotype::epithelial);
  return state;
}

TEST(LatticeWalk, NoVoxelEverHoldsMoreThanItsCapacityAndNobodyIsLost) {
  State state = crowd();
  const Parameters parameters = random_walk(0.2);
  for (int i = 0; i < 60; ++i) {
    testing::step(state, parameters, 1);
    const auto cells = testing::cells_by_voxel(*state.sites[0]);
    EXPECT_LE(*std::ranges::max_element(cells), 4);
    EXPECT_EQ(state.sites[0]->cells.read_count(), 400u);
  }
}

TEST(LatticeWalk, NobodyMovesWithoutMotility) {
  State state = crowd();
  const auto before = testing::cells_by_voxel(*state.sites[0]);
  testing::step(state, random_walk(0), 20);
  EXPECT_EQ(testing::cells_by_voxel(*state.sites[0]), before);
}

TEST(LatticeWalk, HaptotaxisLeadsToDenserMatrix) {
  constexpr int n = 673, steps = 20;
  State state = strewn(n, 1, Phenotype::epithelial);
  Site& site = *state.sites[0];
  std::vector<float> ecm(n * n);
  for (std::size_t i = 0; i < ecm.size(); ++i) ecm[i] = static_cast<float>(i % n) / n;
  site.fields.from_host(field::ecm, std::span<const float>(ecm));
  Parameters parameters = random_walk(0.1);
  const double phi = 1e4;
  testing::set_everywhere(parameters, "lattice.epithelial.haptotaxis", phi);
  const auto before = testing::voxels_of_cells(site);
  testing::step(state, parameters, steps);
  const auto after = testing::voxels_of_cells(site);
  const auto cells = static_cast<double>(before.size());
  double drift = 0;
  for (std::size_t i = 0; i < before.size(); ++i) drift += (after[i].x - before[i].x) / cells;
  const double dt = 40.0 / 60, each = dt / 100 * phi / 2 * (2.0 / n);
  EXPECT_NEAR(drift, steps * each, 3.5 * std::sqrt(steps * (0.2 - each * each) / cells));
}

Fingerprint after_a_while(bool shuffled, int threads) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  State state = crowd();
  testing::lay_vessel_voxels(state, *state.sites[0], {{9, 12, 0}, {20, 15, 0}}, true);
  testing::step(state, random_walk(0.15), 25, shuffled);
  omp_set_num_threads(before);
  EXPECT_GT(state.next_entry.read(), 1u);
  return fingerprint(state);
}

TEST(LatticeWalk, OneAnswerWhateverTheOrderOfRowsAndTheNumberOfThreads) {
  const Fingerprint expected = after_a_while(false, 1);
  EXPECT_EQ(after_a_while(true, 1), expected);
  EXPECT_EQ(after_a_while(false, 3), expected);
}

/// A row of cells that step right or not at all, beside a vessel.
State beside_a_vessel(Phenotype phenotype, bool ruptured) {
  State state = testing::lattice(11);
  Site& site = *state.sites[0];
  testing::lay_vessel_voxels(state, site, {{5, 5, 0}}, ruptured);
  testing::fill_voxel(state, site, {4, 5, 0}, 1, phenotype);
  testing::fill_voxel(state, site, {5, 6, 0}, 2, Phenotype::epithelial);
  testing::fill_voxel(state, site, {7, 5, 0}, 1, Phenotype::epithelial);
  std::vector<float> ecm(121);
  for (std::size_t i = 0; i < ecm.size(); ++i) ecm[i] = i % 11 == 5 ? 1.0f : 0.0f;
  site.fields.from_host(field::ecm, std::span<const float>(ecm));
  return state;
}

/// Haptotaxis so strong that whoever stands left of the vessel steps into its voxel.
Parameters into_the_vessel() {
  Parameters parameters = random_walk(0);
  for (const char* key : {"lattice.mesenchymal.haptotaxis", "lattice.epithelial.haptotaxis"})
    testing::set_everywhere(parameters, key, 4 * 100 / (40.0 / 60));
  return parameters;
}

TEST(LatticeWalk, AMesenchymalCellTakesThoseAroundTheVesselAlong) {
  State state = beside_a_vessel(Phenotype::mesenchymal, false);
  testing::step(state, into_the_vessel(), 1);
  EXPECT_EQ(state.travellers.read_count(), 3u);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 1u);  // two voxels off: not around the vessel
}

TEST(LatticeWalk, ThoseWhoEnterTogetherAreOneCluster) {
  State state = beside_a_vessel(Phenotype::mesenchymal, false);
  testing::step(state, into_the_vessel(), 1);
  const auto entry = state.travellers.to_host(traveller::entry);
  EXPECT_EQ(std::vector<std::uint64_t>(3, entry.front()), entry);
  EXPECT_EQ(std::vector<std::uint32_t>(3, 3u), state.travellers.to_host(traveller::members));
  EXPECT_EQ(state.counters.to_host()[static_cast<std::size_t>(Count::entries_as_cluster)], 3u);
}

TEST(LatticeWalk, AnEpithelialCellEntersRupturedVesselsOnly) {
  State whole = beside_a_vessel(Phenotype::epithelial, false);
  testing::step(whole, into_the_vessel(), 1);
  EXPECT_EQ(whole.travellers.read_count(), 0u);
  EXPECT_EQ(testing::cells_by_voxel(*whole.sites[0])[5 * 11 + 5], 1);  // it stays there as tissue
  State ruptured = beside_a_vessel(Phenotype::epithelial, true);
  testing::step(ruptured, into_the_vessel(), 1);
  EXPECT_EQ(ruptured.travellers.read_count(), 3u);
}

TEST(LatticeWalk, CellsOfAMetastasisDoNotEnterUnlessToldTo) {
  for (const bool shed : {false, true}) {
    State state = beside_a_vessel(Phenotype::mesenchymal, false);
    Table& cells = state.sites[0]->cells;
    cells.from_host(cell::founder, std::span<const std::uint64_t>(cells.to_host(cell::id)));
    cells.from_host(colony::settled,
                    std::span<const std::uint8_t>(std::vector<std::uint8_t>(4, 1)));
    Parameters parameters = into_the_vessel();
    testing::set_everywhere(parameters, "lattice.metastases_shed", shed ? 1 : 0);
    testing::step(state, parameters, 1);
    EXPECT_EQ(state.travellers.read_count(), shed ? 3u : 0u);
  }
}

}  // namespace
}  // namespace metastasim
