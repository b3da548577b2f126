#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::set_parameter;
using testing::world;

/// One mesenchymal cell at a vessel, `n` neighbours behind it that do not touch the vessel.
State leader_and_neighbours(int n, Phenotype neighbours, float distance_um = 17) {
  State state = world();
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
  std::vector<testing::PlacedCell> cells{{160, 173.5f, 160}};
  for (int i = 0; i < n; ++i) cells.push_back({160, 173.5f + distance_um, 160});
  testing::place(state, *state.sites[0], cells);
  testing::set_matrix(*state.sites[0], 0);
  std::vector<std::uint8_t> phenotype(state.sites[0]->cells.capacity(),
                                      static_cast<std::uint8_t>(neighbours));
  phenotype[0] = static_cast<std::uint8_t>(Phenotype::mesenchymal);
  const std::vector<float> score(phenotype.begin(), phenotype.end());  // 0 and 1 at the two ends
  state.sites[0]->cells.from_host(cell::phenotype, std::span<const std::uint8_t>(phenotype));
  state.sites[0]->cells.from_host(emt::score, std::span<const float>(score));
  return state;
}

int entering(const State& state) {
  const auto intent = state.sites[0]->cells.to_host(cell::intent);
  return static_cast<int>(
      std::count(intent.begin(), intent.end(), static_cast<std::uint8_t>(Intent::enter_vessel)));
}

TEST(Clusters, NeighboursComeAlongAsOftenAsTheirBondHolds) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 0.3);
  const int leaders = 250, neighbours = 400, n = leaders * neighbours;
  int along = 0;
  for (std::uint64_t seed = 1; seed <= leaders; ++seed) {
    State state = leader_and_neighbours(neighbours, Phenotype::epithelial);
    state.seed = seed;
    testing::run_once(state, parameters, "intravasation", 1e7);
    along += entering(state) - 1;
  }
  const double p = 0.3 * std::sqrt(0.2);  // a mesenchymal cell holds a fifth
  EXPECT_NEAR(along, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(Clusters, NobodyComesAlongFromAfarOrWhereNoBondHolds) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 1);
  State far = leader_and_neighbours(100, Phenotype::epithelial, 22);  // reach: 1.25 * 17 um
  testing::run_once(far, parameters, "intravasation", 1e7);
  EXPECT_EQ(entering(far), 1);
  set_parameter(parameters, "intravasation.bond_holds", 0);
  State loose = leader_and_neighbours(100, Phenotype::epithelial);
  testing::run_once(loose, parameters, "intravasation", 1e7);
  EXPECT_EQ(entering(loose), 1);
}

TEST(Clusters, EnterUnderOneNumberAndAreCounted) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 1);
  State state = leader_and_neighbours(20, Phenotype::mesenchymal);
  testing::run_once(state, parameters, "intravasation", 1e7);
  --state.tick;
  const int together = entering(state);
  ASSERT_GT(together, 1);
  testing::run_once(state, parameters, "resolve_intents", 1);
  ASSERT_EQ(state.travellers.read_count(), static_cast<std::uint32_t>(together));
  for (const std::uint64_t entry : state.travellers.to_host(traveller::entry)) EXPECT_EQ(entry, 1u);
  for (const std::uint64_t leader : state.travellers.to_host(traveller::cluster))
    EXPECT_EQ(leader, 1u);
  for (const std::uint32_t n : state.travellers.to_host(traveller::members))
    EXPECT_EQ(n, static_cast<std::uint32_t>(together));
  const auto counts = state.counters.to_host();
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::entries_as_cluster)],
            static_cast<std::uint64_t>(together));
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::entered_blood)],
            static_cast<std::uint64_t>(together));
}

TEST(Clusters, WhoTouchesTwoLeadersFollowsTheLowerLineageInAnyStorageOrder) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 1);
  set_parameter(parameters, "intravasation.who", 1);
  for (const bool reversed : {false, true}) {
    State state = world();
    testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
    std::vector<testing::PlacedCell> cells{{150, 173.5f, 160}, {170, 173.5f, 160}, {160, 188, 160}};
    testing::place(state, *state.sites[0], cells);
    testing::set_matrix(*state.sites[0], 0);
    std::vector<std::uint64_t> ids{1, 2, 3};
    if (reversed) ids = {2, 1, 3};
    state.sites[0]->cells.from_host(cell::id, std::span<const std::uint64_t>(ids));
    testing::run_once(state, parameters, "intravasation", 1e7);
    ASSERT_EQ(entering(state), 3);
    const auto with = state.sites[0]->cells.to_host(intravasation::along_with);
    EXPECT_EQ(with[0], 0u);
    EXPECT_EQ(with[1], 0u);
    EXPECT_EQ(with[2], 1u);
  }
}

}  // namespace
}  // namespace metastasim
