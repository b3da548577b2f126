// The thread: one cell leaves its tumour, enters a vessel, travels, stops in another organ, leaves the vessel and
// divides; what grows there sheds cells that do the same.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "host/sim/model.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/state/events.hpp"
#include "kernels/step_observer.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

std::uint64_t counted(const State& state, Count what) {
  return state.counters.to_host()[static_cast<std::size_t>(what)];
}

std::uint64_t entered(const State& s) {
  return counted(s, Count::entered_blood) + counted(s, Count::entered_lymph);
}

std::uint64_t accounted(const State& s) {
  const auto now = count_journey(s);
  return now.in_transit + now.held_in_nodes + now.arrested + counted(s, Count::extravasated) +
         counted(s, Count::died_shear) + counted(s, Count::died_immune) +
         counted(s, Count::died_anoikis) + counted(s, Count::died_other);
}

/// What happened to each cell, in order.
std::map<std::uint64_t, std::vector<EventKind>> journeys(const State& state) {
  const auto cell = state.events.to_host(event::cell_id);
  const auto kind = state.events.to_host(event::kind);
  std::map<std::uint64_t, std::vector<EventKind>> told;
  for (std::size_t i = 0; i < cell.size(); ++i)
    told[cell[i]].push_back(static_cast<EventKind>(kind[i]));
  return told;
}

bool tells(const std::vector<EventKind>& journey, std::vector<EventKind> wanted) {
  std::size_t next = 0;
  for (const EventKind kind : journey)
    if (next < wanted.size() && kind == wanted[next]) ++next;
  return next == wanted.size();
}

/// How many born in the organ of that site have gone the way of their mother: into a vessel there, and
/// out of one again.
int second_generation(const State& state, std::int32_t site) {
  const auto cell = state.events.to_host(event::cell_id);
  const auto kind = state.events.to_host(event::kind);
  const auto where = state.events.to_host(event::site);
  std::set<std::uint64_t> travelled, on_their_way;
  int arrived = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const auto what = static_cast<EventKind>(kind[i]);
    const bool entered = what == EventKind::entered;
    if (entered && where[i] == site && !travelled.contains(cell[i])) on_their_way.insert(cell[i]);
    if (entered) travelled.insert(cell[i]);
    arrived += what == EventKind::extravasated && on_their_way.contains(cell[i]);
  }
  return arrived;
}

TEST(Thread, OneCellGoesThroughEveryStageAndTheFunnelAddsUpAtEveryStep) {
  Model model = build_model(testing::scenario("one_cell"), testing::device());
  WriteCheck declared_columns;
  for (int tick = 0; tick < 15 * 60 * 5; ++tick) {
    const bool all_are_due = tick % 300 == 0;  // hashing all columns takes longer than a step
    ASSERT_NO_THROW(advance(testing::device(), model.state, model.parameters,
                            all_are_due ? &declared_columns : nullptr))
        << "tick " << tick;
    if (tick % 5 == 0) {
      ASSERT_EQ(entered(model.state), accounted(model.state)) << "tick " << tick;
    }
  }
  int whole = 0;
  for (const auto& [cell, journey] : journeys(model.state))
    whole += tells(journey, {EventKind::invaded, EventKind::entered, EventKind::arrested,
                             EventKind::extravasated, EventKind::divided});
  EXPECT_GE(whole, 1);
  EXPECT_GE(second_generation(model.state, 1), 1) << "metastases shed again";
  EXPECT_GE(counted(model.state, Count::shed_by_metastases), 1u);
}

}  // namespace
}  // namespace metastasim
