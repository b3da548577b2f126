#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::set_parameter;

constexpr double minute_s = 60;

State world(double tick_s = 60) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  return state;
}

/// A tube in which cells rest, under a shear of one's choice.
State tube(float shear_pa) {
  State state = world();
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, shear_pa}});
  return state;
}

/// A fork into capillaries that stop the larger and the stiffer.
State fork() {
  State state = world(6);
  testing::lay_vessels(state, *state.sites[0],
                       {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}, {320, 160, 160}},
                       {{0, 1, 9, 4, 0.4f, 900},
                        {1, 2, 3.5f, 3, 1.5f, 170},
                        {1, 2, 3.2f, 1, 1.2f, 260},
                        {2, 3, 9, 4, 0.4f, 900}});
  return state;
}

template <class T>
std::map<std::uint64_t, std::set<T>> by_cluster(const State& state, const Column<T>& column) {
  const auto values = state.travellers.to_host(column);
  const auto entry = state.travellers.to_host(traveller::entry);
  std::map<std::uint64_t, std::set<T>> out;
  for (std::size_t i = 0; i < values.size(); ++i) out[entry[i]].insert(values[i]);
  return out;
}

template <class T>
void expect_one_each(const State& state, const Column<T>& column) {
  for (const auto& [cluster, values] : by_cluster(state, column))
    EXPECT_EQ(values.size(), 1u) << "cluster " << cluster;
}

TEST(Clusters, MembersStayTogetherWhereverTheyGoAndStop) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.tension_spread", 0.4);
  set_parameter(parameters, "circulation.size_spread", 0.1);
  State state = fork();
  testing::set_off_clusters(state, 500, 4, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);
  testing::travel(state, parameters, 30);
  expect_one_each(state, traveller::place);
  expect_one_each(state, traveller::phase);
  expect_one_each(state, traveller::clock_us);
  expect_one_each(state, traveller::hops);
  expect_one_each(state, traveller::cluster_size);
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto arrested =
      std::count(phase.begin(), phase.end(), static_cast<std::uint8_t>(Phase::arrested));
  EXPECT_GT(arrested, 200);
  EXPECT_LT(arrested, 1800);
}

TEST(Clusters, MeetNarrowVesselsWithTheirLargestAndStiffest) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.tension_spread", 0.4);
  set_parameter(parameters, "circulation.size_spread", 0.1);
  State state = tube(0);
  testing::set_off_clusters(state, 200, 5, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);
  const auto own = by_cluster(state, traveller::size);
  const auto whole = by_cluster(state, traveller::cluster_size);
  for (const auto& [cluster, sizes] : own) EXPECT_EQ(*whole.at(cluster).begin(), *sizes.rbegin());
  const auto tension = by_cluster(state, traveller::tension);
  const auto stiffest = by_cluster(state, traveller::cluster_tension);
  for (const auto& [cluster, values] : tension)
    EXPECT_EQ(*stiffest.at(cluster).begin(), *values.rbegin());
}

TEST(Clusters, DeathIsTheMembersOwnAndTheOthersGoOn) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.NK_killing", 0.2);
  set_parameter(parameters, "circulation.NK_in_flow", 1);
  State state = tube(0);
  const std::uint32_t clusters = 300, members = 3;
  testing::set_off_clusters(state, clusters, members, {0, 0, 160, 160});
  for (int i = 0; i < 5; ++i) testing::board_clusters(state, parameters);
  const auto left = state.travellers.to_host(traveller::members);
  const auto entry = state.travellers.to_host(traveller::entry);
  std::map<std::uint64_t, std::uint32_t> alive;
  for (const std::uint64_t e : entry) ++alive[e];
  std::set<std::uint32_t> sizes;
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i], alive[entry[i]]);
    sizes.insert(left[i]);
  }
  EXPECT_EQ(sizes, (std::set<std::uint32_t>{1, 2, 3})) << "some lost none, one or two";
}

/// Share of cells that die in ten minutes of a hazard, alone or in clusters of four.
double share_dead(const Parameters& parameters, std::uint32_t members, float shear_pa) {
  const std::uint32_t cells = 20000;
  State state = tube(shear_pa);
  testing::set_off_clusters(state, cells / members, members, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);
  testing::travel(state, parameters, 10 * minute_s);
  const auto here = static_cast<int>(state.travellers.read_count());  // less those removed already
  return 1 - static_cast<double>(here - testing::intending(state, Intent::die)) / cells;
}

TEST(Clusters, EachHazardIsLessByItsOwnFactor) {
  struct Hazard {
    const char* key;
    double rate;
    const char* factor;
  };
  for (const Hazard& h : {Hazard{"circulation.NK_killing", 0.05, "circulation.cluster.NK"},
                          Hazard{"circulation.shear_death", 0.05, "circulation.cluster.shear"}}) {
    Parameters parameters = testing::harmless_journey();
    set_parameter(parameters, h.key, h.rate);
    set_parameter(parameters, "circulation.NK_in_flow", 1);
    set_parameter(parameters, "circulation.NK_evasion", 1e9);
    set_parameter(parameters, "circulation.platelet_cover.protection", 0);
    set_parameter(parameters, h.factor, 0.3);
    const double alone = 1 - std::exp(-h.rate * 11), together = 1 - std::exp(-0.3 * h.rate * 11);
    EXPECT_NEAR(share_dead(parameters, 1, 6), alone, 0.02) << h.key;
    EXPECT_NEAR(share_dead(parameters, 4, 6), together, 0.02) << h.key;
    set_parameter(parameters, h.factor, 0);
    EXPECT_EQ(share_dead(parameters, 4, 6), 0) << h.key;
  }
}

TEST(Clusters, ShearTakesThemApartAtItsRateAndNeverWithoutIt) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.cluster.split", 0.2);
  const std::uint32_t clusters = 4000;
  for (const auto& [shear_pa, rate] : {std::pair{0.0f, 0.0}, {100.0f, 0.2}}) {
    State state = tube(shear_pa);
    testing::set_off_clusters(state, clusters, 2, {0, 0, 160, 160});
    testing::board_clusters(state, parameters);
    testing::travel(state, parameters, 4 * minute_s);
    testing::run_once(state, parameters, "resolve_intents", 1);
    const auto together = state.travellers.to_host(traveller::members);
    const double p = std::exp(-rate * 5);
    const auto whole = static_cast<double>(std::count(together.begin(), together.end(), 2u)) / 2;
    EXPECT_NEAR(whole, clusters * p, 3.5 * std::sqrt(clusters * p * (1 - p)));
  }
}

TEST(Clusters, PartsAreClustersOfTheirOwnAndNobodyIsLost) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.cluster.split", 1);
  State state = tube(100);
  testing::set_off_clusters(state, 500, 8, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);
  for (int i = 0; i < 10; ++i) testing::board_clusters(state, parameters);
  const auto entry = state.travellers.to_host(traveller::entry);
  const auto members = state.travellers.to_host(traveller::members);
  const auto cluster = state.travellers.to_host(traveller::cluster);
  std::map<std::uint64_t, std::uint32_t> cells;
  std::map<std::uint64_t, std::set<std::uint64_t>> leaders;
  for (std::size_t i = 0; i < entry.size(); ++i) {
    ++cells[entry[i]];
    leaders[entry[i]].insert(cluster[i]);
  }
  EXPECT_EQ(entry.size(), 4000u);
  EXPECT_GT(cells.size(), 1500u);
  std::set<std::uint64_t> all_leaders;
  for (std::size_t i = 0; i < entry.size(); ++i) EXPECT_EQ(members[i], cells[entry[i]]);
  for (const auto& [number, who] : leaders) {
    EXPECT_EQ(who.size(), 1u);
    all_leaders.insert(*who.begin());
  }
  EXPECT_EQ(all_leaders.size(), leaders.size()) << "no two parts under one leader";
}

TEST(Clusters, LeaveTheVesselTogetherSideBySideAsOneFamily) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "extravasation.transmigration_time", 5);
  State state = world();
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {300, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1, 1, 0}});
  testing::set_off_clusters(state, 20, 3, {0, 99, 160, 160, 8});
  for (int i = 0; i < 60; ++i) {
    testing::run_once(state, parameters, "circulate", 1);
    --state.tick;
    testing::run_once(state, parameters, "extravasate", 1);
    --state.tick;
    testing::run_once(state, parameters, "resolve_intents", 1);
  }
  const Table& cells = state.sites[0]->cells;
  ASSERT_EQ(cells.read_count(), 60u);
  const auto founder = cells.to_host(cell::founder);
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  std::map<std::uint64_t, std::vector<std::size_t>> families;
  for (std::size_t row = 0; row < founder.size(); ++row) families[founder[row]].push_back(row);
  EXPECT_EQ(families.size(), 20u);
  for (const auto& [number, rows] : families) {
    ASSERT_EQ(rows.size(), 3u);
    std::set<float> along;
    for (const std::size_t row : rows) {
      along.insert(to_um(x[row]));
      EXPECT_EQ(y[row], y[rows[0]]);
      EXPECT_EQ(z[row], z[rows[0]]);
    }
    EXPECT_NEAR(*along.rbegin() - *along.begin(), 4 * 8, 0.01);
  }
}

// Entry

/// One mesenchymal cell at a vessel, `n` neighbours behind it that do not touch the vessel.
State leader_and_neighbours(int n, Phenotype neighbours, float distance_um = 17) {
  State state = world();
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
  std::vector<testing::PlacedCell> cells{{160, 173.5f, 160}};
  for (int i = 0; i < n; ++i) cells.push_back({160, 173.5f + distance_um, 160});
  testing::place(state, *state.sites[0], cells);
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
  const int n = 3000;
  State state = leader_and_neighbours(n, Phenotype::epithelial);
  testing::run_once(state, parameters, "intravasation", 1e5);
  const double p = 0.3 * std::sqrt(0.2);  // a mesenchymal cell holds a fifth
  EXPECT_NEAR(entering(state) - 1, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(Clusters, NobodyComesAlongFromAfarOrWhereNoBondHolds) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 1);
  State far = leader_and_neighbours(100, Phenotype::epithelial, 22);  // reach: 1.25 * 17 um
  testing::run_once(far, parameters, "intravasation", 1e5);
  EXPECT_EQ(entering(far), 1);
  set_parameter(parameters, "intravasation.bond_holds", 0);
  State loose = leader_and_neighbours(100, Phenotype::epithelial);
  testing::run_once(loose, parameters, "intravasation", 1e5);
  EXPECT_EQ(entering(loose), 1);
}

TEST(Clusters, EnterUnderOneNumberAndAreCounted) {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "intravasation.bond_holds", 1);
  State state = leader_and_neighbours(20, Phenotype::mesenchymal);
  testing::run_once(state, parameters, "intravasation", 1e5);
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
    std::vector<std::uint64_t> ids{1, 2, 3};
    if (reversed) ids = {2, 1, 3};
    state.sites[0]->cells.from_host(cell::id, std::span<const std::uint64_t>(ids));
    testing::run_once(state, parameters, "intravasation", 1e5);
    ASSERT_EQ(entering(state), 3);
    const auto with = state.sites[0]->cells.to_host(intravasation::along_with);
    EXPECT_EQ(with[0], 0u);
    EXPECT_EQ(with[1], 0u);
    EXPECT_EQ(with[2], 1u);
  }
}

}  // namespace
}  // namespace metastasim
