#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/counters.hpp"
#include "kernels/state/events.hpp"
#include "tests/support/lattice.hpp"

namespace metastasim {
namespace {

constexpr int clusters = 400, seeds = 250, all_clusters = clusters * seeds, transit_steps = 3;

/// A lattice full of vessels, each about to be entered by as many cells.
State about_to_enter(int cells_each, std::uint64_t seed = 1) {
  State state = testing::lattice(81);
  state.seed = seed;
  Site& site = *state.sites[0];
  std::vector<Voxel> voxels;
  for (int i = 0; i < clusters; ++i) voxels.push_back({1 + 4 * (i % 20), 1 + 4 * (i / 20), 0});
  testing::lay_vessel_voxels(state, site, voxels);
  std::vector<Voxel> of_cell;
  std::vector<std::uint32_t> vessel;
  std::vector<std::uint64_t> leader;
  for (int i = 0; i < clusters; ++i)
    for (int cell = 0; cell < cells_each; ++cell) {
      of_cell.push_back(voxels[static_cast<std::size_t>(i)]);
      vessel.push_back(static_cast<std::uint32_t>(i));
      leader.push_back(static_cast<std::uint64_t>((i + 1) * cells_each));  // the last of them
    }
  testing::fill_voxels(state, site, of_cell, Phenotype::mesenchymal);
  const std::vector<std::uint8_t> enter(vessel.size(),
                                        static_cast<std::uint8_t>(Intent::enter_vessel));
  site.cells.from_host(cell::intent, std::span<const std::uint8_t>(enter));
  site.cells.from_host(cell::intent_detail, std::span<const std::uint32_t>(vessel));
  site.cells.from_host(intravasation::along_with, std::span<const std::uint64_t>(leader));
  return state;
}

Parameters journey(double disaggregation, double single, double cluster) {
  Parameters parameters = testing::lattice_parameters();
  testing::set_everywhere(parameters, "lattice.transit_time", transit_steps * 40.0 / 60);
  testing::set_everywhere(parameters, "lattice.disaggregation", disaggregation);
  testing::set_everywhere(parameters, "lattice.single_survival", single);
  testing::set_everywhere(parameters, "lattice.cluster_survival", cluster);
  return parameters;
}

std::uint64_t counted(const State& state, Count what) {
  return state.counters.to_host()[static_cast<std::size_t>(what)];
}

/// How many cells of each cluster survived. Lineage numbers count through the clusters.
std::vector<int> survivors(const State& state, int cells_each) {
  std::vector<int> out(clusters);
  const auto kind = state.events.to_host(event::kind);
  const auto cell = state.events.to_host(event::cell_id);
  for (std::size_t i = 0; i < kind.size(); ++i)
    if (kind[i] == static_cast<std::uint8_t>(EventKind::extravasated))
      ++out[(cell[i] - 1) / static_cast<std::uint64_t>(cells_each)];
  return out;
}

struct Mean {
  double value = 0, standard_error = 0;
};
Mean mean_of(const std::vector<int>& numbers) {
  double sum = 0, squares = 0;
  for (const int n : numbers) {
    sum += n;
    squares += n * n;
  }
  const auto count = static_cast<double>(numbers.size());
  const double mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / count)};
}

TEST(LatticeTransit, TakesItsTimeToTheStep) {
  State state = about_to_enter(1);
  const Parameters parameters = journey(0.5, 1, 1);
  testing::step(state, parameters, 1);
  EXPECT_EQ(state.travellers.read_count(), 400u);
  testing::step(state, parameters, transit_steps - 1);
  EXPECT_EQ(state.travellers.read_count(), 400u);
  testing::step(state, parameters, 1);
  EXPECT_EQ(state.travellers.read_count(), 0u);
  EXPECT_EQ(counted(state, Count::extravasated), 400u);
}

/// What comes out of a journey, of each seed.
template <class See>
void see_all(int cells_each, const Parameters& parameters, const See& see) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State state = about_to_enter(cells_each, seed);
    testing::step(state, parameters, transit_steps + 1);
    see(state);
  }
}

TEST(LatticeTransit, SinglesSurviveByTheirShare) {
  std::uint64_t living = 0, dead = 0;
  see_all(1, journey(0.5, 0.2, 1), [&](const State& state) {
    living += counted(state, Count::extravasated);
    dead += counted(state, Count::died_other);
  });
  EXPECT_NEAR(static_cast<double>(living), 0.2 * all_clusters,
              3.5 * std::sqrt(0.2 * 0.8 * all_clusters));
  EXPECT_EQ(living + dead, std::uint64_t{all_clusters});
}

TEST(LatticeTransit, AClusterThatHoldsTogetherLivesOrDiesWhole) {
  int living = 0;
  see_all(3, journey(0, 1, 0.3), [&](const State& state) {
    for (const int cells : survivors(state, 3)) {
      EXPECT_TRUE(cells == 0 || cells == 3) << cells;
      living += cells == 3;
    }
  });
  EXPECT_NEAR(living, 0.3 * all_clusters, 3.5 * std::sqrt(0.3 * 0.7 * all_clusters));
}

/// Travellers in clusters of three, whose members are far from each other in storage.
void set_off(State& state, std::uint32_t number) {
  Table& t = state.travellers;
  t.append(number);
  std::vector<std::uint64_t> id(number), entry(number);
  for (std::uint32_t row = 0; row < number; ++row) {
    id[row] = row + 1;
    entry[row] = 1 + row % (number / 3);
  }
  t.from_host(cell::id, std::span<const std::uint64_t>(id));
  t.from_host(traveller::entry, std::span<const std::uint64_t>(entry));
}

/// As many as no walk over all others for each one would get through (300,000: a minute and more).
TEST(LatticeTransit, HundredThousandClustersArriveInOneStepEachAsAWhole) {
  const std::uint32_t number = 3 * all_clusters;
  State state = testing::lattice(81);
  set_off(state, number);
  state.tick = transit_steps;
  testing::run_once(state, journey(0, 1, 0.3), "lattice_transit", 40.0 / 60);
  const auto intent = state.travellers.to_host(cell::intent);
  int living = 0;
  for (std::uint32_t row = 0; row < all_clusters; ++row) {
    EXPECT_EQ(intent[row], intent[row + all_clusters]);
    EXPECT_EQ(intent[row], intent[row + 2 * all_clusters]);
    living += intent[row] == static_cast<std::uint8_t>(Intent::leave_vessel);
  }
  EXPECT_NEAR(living, 0.3 * all_clusters, 3.5 * std::sqrt(0.3 * 0.7 * all_clusters));
}

TEST(LatticeTransit, ClustersFallApartCellByCell) {
  const double single = 0.1, cluster = 0.6;
  std::vector<int> living;
  see_all(3, journey(0.5, single, cluster), [&](const State& state) {
    for (const int cells : survivors(state, 3)) living.push_back(cells);
  });
  // Alone: split off oneself, or left behind by both others.
  const double expected = 3 * (0.625 * single + 0.375 * cluster);
  const Mean found = mean_of(living);
  EXPECT_NEAR(found.value, expected, 3.5 * found.standard_error);
}

TEST(LatticeTransit, NobodySurvivesAtZero) {
  State state = about_to_enter(2);
  testing::step(state, journey(0.5, 0, 0), transit_steps + 1);
  EXPECT_EQ(counted(state, Count::extravasated), 0u);
  EXPECT_EQ(counted(state, Count::died_other), 800u);
}

/// Newcomers in the vessel's voxel (5, 5); mesenchymal cells first by lineage.
State newcomers(int mesenchymal, int epithelial, const std::vector<int>& around) {
  State state = testing::lattice(11);
  Site& site = *state.sites[0];
  testing::fill_voxel(state, site, {5, 5, 0}, epithelial, Phenotype::epithelial);
  testing::fill_voxel(state, site, {5, 5, 0}, mesenchymal, Phenotype::mesenchymal);
  site.cells.from_host(cell::founder, std::span<const std::uint64_t>(site.cells.to_host(cell::id)));
  const Voxel neighbours[] = {{4, 5, 0}, {6, 5, 0}, {5, 4, 0}, {5, 6, 0}};
  for (std::size_t k = 0; k < around.size(); ++k)
    testing::fill_voxel(state, site, neighbours[k], around[k], Phenotype::epithelial);
  return state;
}

Parameters still() {
  Parameters parameters = testing::lattice_parameters();
  for (const char* key : {"lattice.mesenchymal.diffusion", "lattice.mesenchymal.haptotaxis",
                          "lattice.epithelial.diffusion", "lattice.epithelial.haptotaxis"})
    testing::set_everywhere(parameters, key, 0);
  return parameters;
}

TEST(LatticeArrival, FillsTheNeighboursInOrderMesenchymalCellsFirst) {
  State state = newcomers(2, 4, {3, 4, 1});
  testing::step(state, still(), 1);
  const auto cells = testing::cells_by_voxel(*state.sites[0]);
  EXPECT_EQ(cells[5 * 11 + 5], 0);
  EXPECT_EQ(cells[5 * 11 + 4], 4);
  EXPECT_EQ(cells[5 * 11 + 6], 4);
  EXPECT_EQ(cells[4 * 11 + 5], 4);
  EXPECT_EQ(cells[6 * 11 + 5], 2);
  const auto voxels = testing::voxels_of_cells(*state.sites[0]);
  const auto phenotype = state.sites[0]->cells.to_host(cell::phenotype);
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    const bool first = voxels[i].x == 4 || voxels[i].y == 4;
    EXPECT_TRUE(first || phenotype[i] == static_cast<std::uint8_t>(Phenotype::epithelial));
  }
}

TEST(LatticeArrival, WhoFindsNoPlaceDies) {
  State state = newcomers(3, 0, {4, 4, 4, 3});
  testing::step(state, still(), 1);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 16u);
  EXPECT_EQ(counted(state, Count::died_after_extravasation), 2u);
}

TEST(LatticeArrival, HappensOnce) {
  State state = newcomers(1, 0, {});
  testing::step(state, still(), 5);
  EXPECT_EQ(testing::cells_by_voxel(*state.sites[0])[5 * 11 + 4], 1);
}

}  // namespace
}  // namespace metastasim
