#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "host/sim/body.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr double all = std::numeric_limits<double>::quiet_NaN();
constexpr double flow = 1;  // nl/min: 640 um of 40 um width take 48 s

/// A lymphatic of 640 um, cut into pieces, that drains to a node.
State lymphatic(int pieces, VesselKind kind = VesselKind::lymphatic) {
  State state = make_state(testing::device(), 1, 6'000'000);
  SiteSpec breast;
  breast.name = "breast";
  breast.lymph.network.generator = "blind-ended tree";
  breast.lymph.drains_to = "axillary node";
  Site& site = add_site(state, testing::device(), "breast", Grid{32, 16, 16, 20});
  testing::lay_in_pieces(state, site, {{640, 160, 160}, {0, 160, 160, Port::lymph}},
                         {{0, 1, 20, flow, 0.01f, 0, kind}}, pieces);
  BodySpec body{14, 1.8, {{"left heart", "breast", 1}, {"axillary node", "lymph duct", all}}};
  state.body = Body(testing::device(), build_body(body, {breast}));
  state.tick = 1;
  return state;
}

TEST(InLymph, CellsReachTheNodeThatTheSiteDrainsTo) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.node_passage", 0);
  State state = lymphatic(1);
  testing::set_off(state, 500, {0, 600, 160, 160, 8.5f});
  testing::travel(state, parameters, 60);
  EXPECT_EQ(count_journey(state).held_in_nodes, 500u);
  for (const std::uint32_t place : state.travellers.to_host(traveller::place))
    EXPECT_EQ(state.body.plan.names[place], "axillary node");
}

TEST(InLymph, NothingHoldsACellInASlowWideLymphatic) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "extravasation.arrest.adhesion_force", 120);
  testing::set_parameter(parameters, "extravasation.arrest.capture", 100);
  const auto held_in = [&](VesselKind kind) {
    State state = lymphatic(4, kind);
    testing::set_off(state, 500, {0, 600, 160, 160, 8.5f});
    testing::travel(state, parameters, 60);
    return count_journey(state).arrested;
  };
  EXPECT_EQ(held_in(VesselKind::lymphatic), 0u);
  EXPECT_GT(held_in(VesselKind::venule), 400u) << "a wall that does hold";
}

TEST(InLymph, KillersOfTheBloodAreNotThere) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.NK_killing", 10);
  testing::set_parameter(parameters, "circulation.NK_in_flow", 1);
  State state = lymphatic(1);
  testing::set_off(state, 500, {0, 600, 160, 160, 8.5f});
  testing::travel(state, parameters, 24);
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
  state.vessels.segments.from_host(segment::kind,
                                   std::span<const std::uint8_t>(std::vector<std::uint8_t>{1}));
  testing::travel(state, parameters, 12);
  EXPECT_GT(testing::intending(state, Intent::die), 400) << "in blood they are";
}

/// With killers that nobody in blood outlives, in a vessel whose second half may be another.
template <class Change>
int killed(VesselKind kind, const Change& change) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.NK_killing", 10);
  testing::set_parameter(parameters, "circulation.NK_in_flow", 1);
  testing::set_parameter(parameters, "circulation.node_passage", 0);
  State state = lymphatic(2, kind);
  change(state);
  testing::set_off(state, 500, {0, 600, 160, 160, 8.5f});
  testing::travel(state, parameters, 600);
  return testing::intending(state, Intent::die);
}
template <class Change>
void expect_killed_in_blood_alone(const Change& change) {
  EXPECT_EQ(killed(VesselKind::lymphatic, change), 0);
  EXPECT_EQ(killed(VesselKind::venule, change), 500);
}

template <class T>
void set_last(Table& table, const Column<T>& column, T value) {
  std::vector<T> values = table.to_host(column);
  values.back() = value;
  table.from_host(column, std::span<const T>(values));
}

TEST(InLymph, KillersOfTheBloodAreNotThereWhereItStandsStill) {
  expect_killed_in_blood_alone([](State& state) {
    Table& segments = state.vessels.segments;
    segments.from_host(segment::flow,
                       std::span<const float>(std::vector<float>(segments.read_count())));
  });
}

TEST(InLymph, KillersOfTheBloodAreNotThereWhereALymphaticIsTooNarrow) {
  const auto narrow = [](State& state) { set_last(state.vessels.segments, segment::radius, 2.0f); };
  expect_killed_in_blood_alone(narrow);
}

TEST(InLymph, KillersOfTheBloodAreNotThereWhereALymphaticLeadsNowhere) {
  expect_killed_in_blood_alone([](State& state) {
    const std::vector<std::uint8_t> none(state.vessels.nodes.read_count());
    state.vessels.nodes.from_host(node::port, std::span<const std::uint8_t>(none));
  });
}

TEST(InLymph, WhoPassesTheNodeComesToTheVeinsThroughTheDuct) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.node_passage", 1);
  State state = lymphatic(1);
  testing::set_off(state, 500, {0, 600, 160, 160, 2});
  testing::travel(state, parameters, 120);
  const JourneyCounts early = count_journey(state);
  EXPECT_EQ(early.in_transit, 500u);
  int in_node = 0, in_blood = 0;
  for (const std::uint32_t place : state.travellers.to_host(traveller::place))
    in_node += state.body.plan.names[place] == "axillary node";
  EXPECT_EQ(in_node, 500) << "half of the delay of 30 min nobody can spare";
  testing::travel(state, parameters, 4 * 3600);
  for (const std::uint32_t place : state.travellers.to_host(traveller::place))
    in_blood += !state.body.plan.compartments[place].lymph;
  EXPECT_GT(in_blood, 490);
}

TEST(InLymph, AClusterReachesTheNodeWholeAndPassesWhereEachCellWould) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.node_passage", 0.6);
  State state = lymphatic(1);
  const int clusters = 100'000, members = 3;
  testing::set_off_clusters(state, clusters, members, {0, 600, 160, 160, 2});
  testing::board_clusters(state, parameters);
  testing::travel(state, parameters, 120);
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto entry = state.travellers.to_host(traveller::entry);
  for (std::size_t i = 1; i < phase.size(); ++i)
    if (entry[i] == entry[i - 1]) {
      ASSERT_EQ(phase[i], phase[i - 1]) << "one cluster, one fate";
    }
  const JourneyCounts counts = count_journey(state);
  EXPECT_EQ(counts.in_transit + counts.held_in_nodes,
            static_cast<std::uint64_t>(clusters * members));
  const double p = 0.6 * 0.6 * 0.6;
  EXPECT_NEAR(static_cast<double>(counts.in_transit) / members, clusters * p,
              3.5 * std::sqrt(clusters * p * (1 - p)));
}

TEST(InLymph, WhomTheNodeReleasesComesToTheBlood) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.node_passage", 0);
  for (const char* other : {"lymph_node.killing", "lymph_node.settling"})
    testing::set_parameter(parameters, other, 0);
  testing::set_parameter(parameters, "lymph_node.release", 1);
  State state = lymphatic(1);
  testing::set_off(state, 200, {0, 600, 160, 160, 2});
  testing::travel(state, parameters, 60);
  ASSERT_EQ(count_journey(state).held_in_nodes, 200u);
  testing::run_once(state, parameters, "lymph_node", 30);
  EXPECT_EQ(count_journey(state).held_in_nodes, 0u);
  testing::travel(state, parameters, 3600);
  for (const std::uint32_t place : state.travellers.to_host(traveller::place))
    EXPECT_FALSE(state.body.plan.compartments[place].lymph);
}

/// The same cells die in the same places at the same times, to the rounding of a passage.
TEST(InLymph, CuttingALymphaticIntoPiecesChangesNoFate) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.anoikis_half", 1);
  testing::set_parameter(parameters, "circulation.node_passage", 0.5);
  State whole = lymphatic(1), cut = lymphatic(16);
  for (State* state : {&whole, &cut}) {
    testing::set_off(*state, 2000, {0, 630, 160, 160, 8.5f});
    testing::travel(*state, parameters, 54);
  }
  const auto phase = whole.travellers.to_host(traveller::phase);
  const auto clock = whole.travellers.to_host(traveller::clock_us);
  const auto intent = whole.travellers.to_host(cell::intent);
  const auto phase_cut = cut.travellers.to_host(traveller::phase);
  const auto clock_cut = cut.travellers.to_host(traveller::clock_us);
  const auto intent_cut = cut.travellers.to_host(cell::intent);
  int dead = 0;
  for (std::size_t row = 0; row < phase.size(); ++row) {
    EXPECT_EQ(intent[row], intent_cut[row]);
    EXPECT_EQ(phase[row], phase_cut[row]);
    EXPECT_NEAR(clock[row], clock_cut[row], 40);
    dead += intent[row] != 0;
  }
  EXPECT_GT(dead, 500);
}

}  // namespace
}  // namespace metastasim
