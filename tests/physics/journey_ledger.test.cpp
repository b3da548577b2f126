#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "host/sim/body.hpp"
#include "host/sim/families.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr double minute = 1;

/// Mesenchymal cells between a blood vessel and a lymphatic in "breast"; a "lung" whose capillaries
/// stop some of them.
State breast_and_lung() {
  State state = make_state(testing::device(), 1, 60'000'000);
  std::vector<SiteSpec> sites(2);
  sites[0].name = "breast";
  sites[0].lymph.network.generator = "blind-ended tree";
  sites[0].lymph.drains_to = "axillary node";
  sites[1].name = "lung";
  sites[1].represents_whole_organ = true;
  Site& breast = add_site(state, testing::device(), "breast", Grid{16, 16, 16, 20});
  Site& lung = add_site(state, testing::device(), "lung", Grid{16, 16, 16, 20});
  testing::lay_vessels(state, breast,
                       {{0, 160, 160, Port::arterial},
                        {320, 160, 160, Port::venous},
                        {320, 196, 160},
                        {0, 196, 160, Port::lymph}},
                       {{0, 1, 5, 1, 1, 900}, {2, 3, 15, 1, 0.1f, 0, VesselKind::lymphatic}});
  testing::lay_vessels(
      state, lung,
      {{0, 160, 160, Port::arterial},
       {100, 160, 160},
       {200, 160, 160},
       {320, 160, 160, Port::venous}},
      {{0, 1, 9, 2, 1, 900}, {1, 2, 3, 1, 1, 180}, {1, 2, 3.3f, 1, 1, 220}, {2, 3, 9, 2, 1, 900}});
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i < 300; ++i) cells.push_back({10 + static_cast<float>(i), 173, 160});
  testing::place(state, breast, cells);
  testing::set_phenotype(breast, Phenotype::mesenchymal);
  testing::set_matrix(breast, 0);
  state.body =
      Body(testing::device(),
           build_body({14,
                       1.8,
                       {{"left heart", "breast", 0.4},
                        {"left heart", "rest", 0.6},
                        {"axillary node", "lymph duct", std::numeric_limits<double>::quiet_NaN()}}},
                      sites));
  return state;
}

void step(State& state, const Parameters& parameters, const Room& room = {}) {
  for (const char* name : {"dormancy", "intravasation", "lymph_entry", "circulate", "lymph_node",
                           "extravasate", "resolve_intents"}) {
    testing::run_once(state, parameters, name, minute, room);
    --state.tick;
  }
  ++state.tick;
}

struct Ledger {
  std::vector<std::uint64_t> counters;
  JourneyCounts now;
  explicit Ledger(const State& state)
      : counters(state.counters.to_host()), now(count_journey(state)) {}
  std::uint64_t of(Count what) const { return counters[static_cast<std::size_t>(what)]; }
  std::uint64_t entered() const { return of(Count::entered_blood) + of(Count::entered_lymph); }
  std::uint64_t deaths() const {
    return of(Count::died_shear) + of(Count::died_immune) + of(Count::died_anoikis) +
           of(Count::died_other);
  }
};

std::uint64_t told(const State& state, EventKind wanted) {
  std::uint64_t n = 0;
  for (const std::uint8_t kind : state.events.to_host(event::kind))
    n += kind == static_cast<std::uint8_t>(wanted);
  return n;
}

std::uint64_t cells_in(const State& state) {
  return state.sites[0]->cells.read_count() + state.sites[1]->cells.read_count();
}

/// Cells that left a vessel of an organ without tissue.
std::uint64_t left_elsewhere(const State& state) {
  const auto kind = state.events.to_host(event::kind);
  const auto site = state.events.to_host(event::site);
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < kind.size(); ++i)
    n += kind[i] == static_cast<std::uint8_t>(EventKind::extravasated) && site[i] == -1;
  return n;
}

Parameters eventful() {
  Parameters parameters = testing::default_parameters(2);
  testing::set_parameter(parameters, "intravasation.wall_loss", 0.02);
  testing::set_parameter(parameters, "intravasation.into_lymph", 0.01);
  testing::set_parameter(parameters, "intravasation.bond_holds", 0);
  testing::set_parameter(parameters, "intravasation.into_lymph_bond_holds", 0);
  testing::set_parameter(parameters, "circulation.node_passage", 0.5);
  testing::set_parameter(parameters, "lymph_node.killing", 0.01);
  testing::set_parameter(parameters, "lymph_node.release", 0.01);
  testing::set_parameter(parameters, "circulation.NK_killing", 0.01);
  testing::set_parameter(parameters, "circulation.anoikis_half", 120);
  testing::set_parameter(parameters, "extravasation.transmigration_time", 20);
  return parameters;
}

/// Every cell that entered is somewhere, and so is every cell of the start.
void expect_nobody_lost(const State& state) {
  const Ledger l(state);
  ASSERT_EQ(l.entered(), l.now.in_transit + l.now.held_in_nodes + l.now.arrested +
                             l.of(Count::extravasated) + l.deaths());
  ASSERT_EQ(cells_in(state) + l.now.in_transit + l.now.held_in_nodes + l.now.arrested + l.deaths() +
                left_elsewhere(state),
            300u + l.of(Count::shed_by_node_colonies));
}

TEST(JourneyLedger, EveryCellThatEnteredIsSomewhereAtEveryStep) {
  const Parameters parameters = eventful();
  State state = breast_and_lung();
  for (int i = 0; i < 60; ++i) {
    step(state, parameters);
    ASSERT_NO_FATAL_FAILURE(expect_nobody_lost(state)) << "minute " << i;
  }
  const Ledger end(state);
  EXPECT_GT(end.of(Count::entered_lymph), 20u);
  EXPECT_GT(end.now.held_in_nodes, 5u);
}

std::ptrdiff_t waiting_to_enter(const State& state) {
  const auto intent = state.sites[0]->cells.to_host(cell::intent);
  return std::ranges::count(intent, static_cast<std::uint8_t>(Intent::enter_vessel));
}

TEST(JourneyLedger, AddsUpWhereRoomIsShortWhateverTheCapacity) {
  constexpr Room short_of_room{.least = 2, .one_in = 1'000'000};
  const Parameters parameters = eventful();
  State state = breast_and_lung(), ample = breast_and_lung();
  ample.travellers.reserve(20000);
  ample.sites[1]->cells.reserve(80);
  std::ptrdiff_t waited = 0;
  for (int i = 0; i < 150; ++i) {
    step(state, parameters, short_of_room);
    step(ample, parameters, short_of_room);
    ASSERT_NO_FATAL_FAILURE(expect_nobody_lost(state)) << "minute " << i;
    ASSERT_EQ(fingerprint(state), fingerprint(ample)) << "minute " << i;
    const Ledger l(state);
    ASSERT_LE(l.entered(), 2u * static_cast<std::uint64_t>(i + 1));
    ASSERT_EQ(told(state, EventKind::entered), l.of(Count::entered_blood));
    ASSERT_EQ(told(state, EventKind::extravasated), l.of(Count::extravasated));
    waited = std::max(waited, waiting_to_enter(state));
  }
  EXPECT_GT(waited, 5);
  EXPECT_EQ(waiting_to_enter(state), 0) << "all have got in at last";
  EXPECT_GT(Ledger(state).of(Count::extravasated), 10u);
}

/// Everybody holds on to everybody, and shear takes apart what entered together.
Parameters in_company() {
  Parameters parameters = eventful();
  testing::set_parameter(parameters, "intravasation.bond_holds", 1);
  testing::set_parameter(parameters, "intravasation.into_lymph_bond_holds", 1);
  testing::set_parameter(parameters, "circulation.cluster.split", 3000);
  return parameters;
}

TEST(JourneyLedger, AddsUpAtEveryStepWithClustersThatEnterSplitAndLeave) {
  const Parameters parameters = in_company();
  State state = breast_and_lung();
  for (int i = 0; i < 60; ++i) {
    step(state, parameters);
    ASSERT_NO_FATAL_FAILURE(expect_nobody_lost(state)) << "minute " << i;
  }
  const Ledger l(state);
  EXPECT_GT(l.of(Count::entries_as_cluster), 100u);
  EXPECT_GT(l.of(Count::extravasated), 10u);
  EXPECT_GT(state.next_entry.read() - 1, 300u - l.of(Count::entries_as_cluster))
      << "some came apart";
}

TEST(JourneyLedger, AddsUpAtEveryStepWithColoniesInNodesThatShed) {
  Parameters parameters = in_company();
  testing::set_parameter(parameters, "circulation.node_passage", 0);
  testing::set_parameter(parameters, "lymph_node.settling", 0.1);
  testing::set_parameter(parameters, "lymph_node.doubling_time", 10);
  testing::set_parameter(parameters, "lymph_node.shedding", 0.001);
  State state = breast_and_lung();
  for (int i = 0; i < 90; ++i) {
    step(state, parameters);
    ASSERT_NO_FATAL_FAILURE(expect_nobody_lost(state)) << "minute " << i;
  }
  const Ledger l(state);
  EXPECT_GT(l.of(Count::shed_by_node_colonies), 20u);
  EXPECT_EQ(told(state, EventKind::shed), l.of(Count::shed_by_node_colonies));
  EXPECT_EQ(told(state, EventKind::shed) + told(state, EventKind::entered_lymph),
            l.of(Count::entered_lymph));
}

/// The soil has taken in all of the lung's cells, and they have cut their way.
void wake(Site& lung) {
  const std::vector<std::uint32_t> born_there(lung.cells.capacity(), 1);
  lung.cells.from_host(cell::divisions, std::span<const std::uint32_t>(born_there));
  const std::vector<std::uint8_t> ones(lung.cells.capacity(), 1), zeros(lung.cells.capacity(), 0);
  lung.cells.from_host(colony::settled, std::span<const std::uint8_t>(ones));
  lung.cells.from_host(colony::dormant, std::span<const std::uint8_t>(zeros));
  testing::set_phenotype(lung, Phenotype::mesenchymal);
  testing::set_matrix(lung, 0);
}

/// Cells of which the diary tells a first entry in the breast and a second one in the lung.
int entered_again(const State& state) {
  const auto kind = state.events.to_host(event::kind);
  const auto cell = state.events.to_host(event::cell_id);
  const auto site = state.events.to_host(event::site);
  std::set<std::uint64_t> from[2];
  for (std::size_t i = 0; i < kind.size(); ++i)
    if (kind[i] == static_cast<std::uint8_t>(EventKind::entered)) from[site[i]].insert(cell[i]);
  return static_cast<int>(
      std::count_if(from[1].begin(), from[1].end(), [&](auto id) { return from[0].contains(id); }));
}

/// Entries into blood and lymph of which the diary tells in a site.
std::uint64_t entries_in(const State& state, std::int32_t wanted) {
  const auto kind = state.events.to_host(event::kind);
  const auto site = state.events.to_host(event::site);
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < kind.size(); ++i)
    n += site[i] == wanted && (kind[i] == static_cast<std::uint8_t>(EventKind::entered) ||
                               kind[i] == static_cast<std::uint8_t>(EventKind::entered_lymph));
  return n;
}

TEST(JourneyLedger, MetastasesShedAgainAndASecondEntryCountsAgain) {
  Parameters parameters = eventful();
  testing::set_everywhere(parameters, "intravasation.wall_loss", 0.02, 2);
  State state = breast_and_lung();
  for (int i = 0; i < 60; ++i) step(state, parameters);
  EXPECT_EQ(entered_again(state), 0);
  EXPECT_EQ(Ledger(state).of(Count::shed_by_metastases), 0u);
  for (int i = 0; i < 60; ++i) {
    wake(*state.sites[1]);
    step(state, parameters);
    ASSERT_NO_FATAL_FAILURE(expect_nobody_lost(state)) << "minute " << i;
  }
  EXPECT_GT(entered_again(state), 5);
  EXPECT_EQ(Ledger(state).of(Count::shed_by_metastases), entries_in(state, 1));
}

void expect_settlers_beside_vessels(const State& state) {
  const Table& cells = state.sites[1]->cells;
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  const auto id = cells.to_host(cell::id), founder = cells.to_host(cell::founder);
  const auto radius = cells.to_host(cell::radius);
  ASSERT_GT(x.size(), 0u);
  for (std::size_t row = 0; row < x.size(); ++row) {
    EXPECT_EQ(founder[row], id[row]);
    const double to_axis = std::hypot(to_um(y[row]) - 160, to_um(z[row]) - 160);
    EXPECT_GT(to_axis, radius[row] + 2.9);
    EXPECT_LT(to_axis, radius[row] + 9.1);
    EXPECT_GE(to_um(x[row]), radius[row]);
  }
}

TEST(JourneyLedger, TheThreadRunsFromAVesselToSettlersBesideOne) {
  const Parameters parameters = eventful();
  State state = breast_and_lung();
  for (int i = 0; i < 100; ++i) step(state, parameters);
  const Ledger l(state);
  EXPECT_GT(l.of(Count::entered_blood), 150u);
  EXPECT_GT(l.of(Count::died_immune), 0u);
  EXPECT_GT(l.of(Count::died_anoikis), 0u);
  EXPECT_GT(l.of(Count::extravasated), 20u);
  EXPECT_EQ(told(state, EventKind::arrested), l.of(Count::arrests_total));
  EXPECT_EQ(told(state, EventKind::extravasated), l.of(Count::extravasated));
  int asleep = 0;
  for (const auto& [founder, family] : families_of(*state.sites[1])) asleep += family.is_asleep();
  EXPECT_GT(asleep, 10) << "newcomers sleep in the lung";
  EXPECT_GT(left_elsewhere(state), 0u);
  for (const std::uint8_t news : state.travellers.to_host(traveller::news)) EXPECT_EQ(news, 0);
  expect_settlers_beside_vessels(state);
}

}  // namespace
}  // namespace metastasim
