#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::set_parameter;
using testing::world;

constexpr double minute_s = 60;

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

constexpr std::uint32_t cells = 100'000;

/// Share of cells that die in eleven minutes of a hazard, alone or in clusters of four.
double share_dead(const Parameters& parameters, std::uint32_t members, float shear_pa) {
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
    const auto error = [](double p) { return 3.5 * std::sqrt(p * (1 - p) / cells); };
    EXPECT_NEAR(share_dead(parameters, 1, 6), alone, error(alone)) << h.key;
    EXPECT_NEAR(share_dead(parameters, 4, 6), together, error(together)) << h.key;
    set_parameter(parameters, h.factor, 0);
    EXPECT_EQ(share_dead(parameters, 4, 6), 0) << h.key;
  }
}

TEST(Clusters, ShearTakesThemApartAtItsRateAndNeverWithoutIt) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.cluster.split", 0.2);
  const std::uint32_t clusters = 100'000;
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

TEST(Clusters, MembersBeginBesideTheOneWhoLeadsThem) {
  const Parameters parameters = testing::harmless_journey();
  State state = tube(0);
  testing::set_off_clusters(state, 100, 4, {0, 0, 160, 160});
  const auto id = state.travellers.to_host(cell::id);
  std::vector<std::int32_t> x;
  std::vector<std::uint64_t> leader;
  for (std::size_t i = 0; i < id.size(); ++i) {
    x.push_back(to_fixed(40.0f * static_cast<float>(i % 4)));
    leader.push_back(id[i - i % 4 + 2]);  // at 80 um
  }
  state.travellers.from_host(cell::x, std::span<const std::int32_t>(x));
  state.travellers.from_host(traveller::cluster, std::span<const std::uint64_t>(leader));
  testing::travel(state, parameters, 1);
  for (const float along : state.travellers.to_host(traveller::along))
    EXPECT_NEAR(along, 80.0 / 320, 1e-3);
  expect_one_each(state, traveller::along);
}

/// After eleven minutes in which bonds fail once a minute.
void expect_parts(State state) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.cluster.split", 1);
  for (int i = 0; i < 11; ++i) testing::board_clusters(state, parameters);
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

TEST(Clusters, PartsAreClustersOfTheirOwnAndNobodyIsLost) {
  for (const std::size_t leads : {0, 3, 7}) {
    State state = tube(100);
    testing::set_off_clusters(state, 500, 8, {0, 0, 160, 160});
    const auto id = state.travellers.to_host(cell::id);
    std::vector<std::uint64_t> leader;
    for (std::size_t i = 0; i < id.size(); ++i) leader.push_back(id[i - i % 8 + leads]);
    state.travellers.from_host(traveller::cluster, std::span<const std::uint64_t>(leader));
    expect_parts(std::move(state));
  }
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

}  // namespace
}  // namespace metastasim
