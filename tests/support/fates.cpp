#include "tests/support/fates.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::testing {
namespace {

Fates fates_of(const State& state, const EventfulJourney& one) {
  const Table& t = state.travellers;
  const auto id = t.to_host(cell::id), entry = t.to_host(traveller::entry),
             cluster = t.to_host(traveller::cluster);
  const auto phase = t.to_host(traveller::phase), intent = t.to_host(cell::intent);
  const auto place = t.to_host(traveller::place), hops = t.to_host(traveller::hops),
             members = t.to_host(traveller::members), death = t.to_host(cell::intent_detail);
  const auto clock = t.to_host(traveller::clock_us), arrested = t.to_host(traveller::arrested_us);
  Fates out;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool in_vessel = in_segment(static_cast<Phase>(phase[i]));
    const std::uint32_t vessel = place[i] / static_cast<std::uint32_t>(one.pieces);
    const bool dead = intent[i] == static_cast<std::uint8_t>(Intent::die);
    const bool in_node = dead && static_cast<Phase>(phase[i]) == Phase::held;
    out[id[i]] = {phase[i],
                  intent[i],
                  dead ? static_cast<int>(death[i]) : 0,
                  in_vessel ? vessel : place[i],
                  hops[i],
                  in_node ? 0 : members[i],
                  entry[i],
                  cluster[i],
                  in_node ? 0 : clock[i],
                  arrested[i]};
  }
  return out;
}

void step(State& state, const Parameters& parameters, double minutes) {
  run_once(state, parameters, "circulate", minutes);
  --state.tick;
  run_once(state, parameters, "lymph_node", minutes);
  --state.tick;
  run_once(state, parameters, "extravasate", minutes);
  tell_news(state);
}

/// Who has left a lymph node is told so after `circulate`, and catches up in the next step.
void catch_up(State& state, const Parameters& parameters) {
  for (int i = 0; i < 30; ++i) {
    step(state, parameters, 0);
    --state.tick;
  }
}

}  // namespace

Fates fates(const EventfulJourney& one) {
  const Parameters parameters = eventful_rates();
  omp_set_num_threads(one.threads);
  State state = set_out(one);
  for (double t = eventful_begin_s; t < eventful_end_s; t += one.step_s) {
    if (one.changing_flow) set_flow_of_minute(state, static_cast<int>(t / 60), one.pieces);
    step(state, parameters, one.step_s / 60);
  }
  if (one.lymph) catch_up(state, parameters);
  return fates_of(state, one);
}

void expect_same(const Fates& a, const Fates& b, std::int64_t us) {
  ASSERT_EQ(a.size(), b.size());
  int others = 0;
  std::int64_t furthest = 0;
  for (const auto& [id, fate] : a) {
    others += !fate.same_but_for_time(b.at(id));
    for (const std::int64_t apart :
         {fate.clock_us - b.at(id).clock_us, fate.arrested_us - b.at(id).arrested_us})
      furthest = std::max(furthest, std::abs(apart));
  }
  EXPECT_EQ(others, 0) << "of " << a.size() << " cells fare otherwise";
  EXPECT_LE(furthest, us) << "us between two clocks";
}

}  // namespace metastasim::testing
