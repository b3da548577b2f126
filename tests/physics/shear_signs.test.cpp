// Signs that must hold for every seed, with common random numbers: the same cells, more or less of one cause.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr std::uint64_t seeds = 30;
constexpr std::uint32_t clusters = 100;

/// Clusters of three in a fork of vessels, half of whose capillaries are narrow.
State world(std::uint64_t seed, float shear_pa) {
  State state = make_state(testing::device(), seed, 60'000'000);
  Site& site = add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  testing::lay_vessels(state, site,
                       {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}, {300, 160, 160}},
                       {{0, 1, 10, 0.01f, shear_pa},
                        {1, 2, 9, 0.005f, shear_pa, 200},
                        {1, 2, 3, 0.005f, shear_pa, 200},
                        {2, 3, 10, 1e-5f, shear_pa}});
  testing::set_off_clusters(state, clusters, 3, {0, 0, 160, 160});
  return state;
}

void travel(State& state, const Parameters& parameters, int minutes) {
  for (int i = 0; i < minutes; ++i) testing::board_clusters(state, parameters);
}

std::uint64_t counted(const State& state, Count what) {
  return state.counters.to_host()[static_cast<std::size_t>(what)];
}

Parameters harmful() {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "circulation.shear_death", 0.1);
  testing::set_parameter(parameters, "circulation.late_death", 0.1);
  testing::set_parameter(parameters, "circulation.late_death_after", 5);
  return parameters;
}

/// Whether some member has got an entry of its own, which are numbered behind those of all cells.
bool a_cluster_came_apart(const State& state) {
  const auto entry = state.travellers.to_host(traveller::entry);
  return *std::ranges::max_element(entry) > 3 * clusters;
}

TEST(Signs, NoShearNoShearDeathAndNoClusterComesApart) {
  const Parameters parameters = harmful();
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State without = world(seed, 0), with = world(seed, 5);
    travel(without, parameters, 30);
    travel(with, parameters, 30);
    EXPECT_EQ(counted(without, Count::died_shear), 0u) << "seed " << seed;
    EXPECT_FALSE(a_cluster_came_apart(without)) << "seed " << seed;
    EXPECT_GT(counted(with, Count::died_shear), 0u) << "seed " << seed;
    EXPECT_TRUE(a_cluster_came_apart(with)) << "seed " << seed;
  }
}

TEST(Signs, MoreShearNeverKillsFewerOfTheSameCells) {
  Parameters parameters = harmful();
  testing::set_parameter(parameters, "circulation.cluster.split", 0);
  testing::set_parameter(parameters, "circulation.NK_killing", 0);
  testing::set_parameter(parameters, "extravasation.arrest.adhesion_force", 0);
  int more = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State low = world(seed, 1), high = world(seed, 5);
    travel(low, parameters, 15);
    travel(high, parameters, 15);
    EXPECT_LE(counted(low, Count::died_shear), counted(high, Count::died_shear)) << "seed " << seed;
    more += counted(low, Count::died_shear) < counted(high, Count::died_shear);
  }
  EXPECT_GT(more, 20);
}

TEST(Signs, ZeroRatesGiveExactlyNoEvent) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "extravasation.arrest.cortical_tension", 0);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State state = world(seed, 20), eventful = world(seed, 20);
    travel(state, parameters, 30);
    travel(eventful, harmful(), 30);
    EXPECT_EQ(state.travellers.read_count(), 3 * clusters);
    EXPECT_EQ(state.events.read_count(), 0u) << "seed " << seed;
    EXPECT_GT(eventful.events.read_count(), 0u) << "seed " << seed;
  }
}

TEST(Signs, ShieldingInClustersNeverKillsMore) {
  Parameters parameters = harmful();
  for (const char* factor :
       {"circulation.cluster.shear", "circulation.cluster.NK", "circulation.cluster.anoikis"})
    testing::set_parameter(parameters, factor, 1);
  Parameters protecting = harmful();
  for (Parameters* one : {&parameters, &protecting})
    for (const char* off : {"circulation.NK_killing", "circulation.cluster.split"})
      testing::set_parameter(*one, off, 0);
  std::uint64_t bare = 0, shielded = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State a = world(seed, 4), b = world(seed, 4);
    travel(a, parameters, 15);
    travel(b, protecting, 15);
    EXPECT_LE(counted(b, Count::died_shear), counted(a, Count::died_shear)) << "seed " << seed;
    bare += counted(a, Count::died_shear);
    shielded += counted(b, Count::died_shear);
  }
  EXPECT_LT(static_cast<double>(shielded), 0.8 * static_cast<double>(bare));
}

}  // namespace
}  // namespace metastasim
