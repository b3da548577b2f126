// What becomes of every cell, single or member of a cluster, does not depend on the step, on how vessels are cut, on the
// order in which rows are stored, or on threads; though members die and clusters come apart at any time,
// and who is left or comes off fares otherwise from that moment.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "host/sim/body.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

/// Clocks count microseconds: in four minutes there are a thousand pieces of vessels to pass, each in a
/// whole number of them, and two hundred ends of steps; single cells differ by as much.
constexpr std::int64_t rounding_of_steps_us = 40, rounding_of_pieces_us = 500;
constexpr double begin_s = 60, end_s = 300, all = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint32_t cells = 3000;

struct Case {
  std::uint32_t members = 5;
  bool lymph = false;
  double step_s = 60;
  int pieces = 1;
  bool shuffled = false;
  int threads = 1;
  bool changing_flow = false;  ///< another one every minute, as cells that come and go make it
};

/// An arteriole, capillaries that some pass, a venule that leads around the body and back.
void lay_blood(State& state, int pieces) {
  testing::lay_in_pieces(state, *state.sites[0],
                         {{0, 160, 160, Port::arterial},
                          {100, 160, 160},
                          {200, 160, 160},
                          {320, 160, 160, Port::venous}},
                         {{0, 1, 9, 0.4f, 0.4f, 900},
                          {1, 2, 4.5f, 0.3f, 1.5f, 170},
                          {1, 2, 3.5f, 0.1f, 1.2f, 200},
                          {2, 3, 9, 0.4f, 0.1f, 900}},
                         pieces);
}
/// In every other minute the blood takes the other capillary, and who is stuck in one may come free.
void set_flow_of_minute(State& state, int minute, int pieces) {
  const bool other = minute % 2 == 1;
  const auto set = [&](const auto& column, int vessel, float value) {
    const std::vector<float> all(pieces, value);
    state.vessels.segments.from_host(column, std::span<const float>(all), vessel * pieces);
  };
  set(segment::flow, 1, other ? 0.1f : 0.3f);
  set(segment::flow, 2, other ? 0.3f : 0.1f);
  set(segment::plug_pressure, 1, other ? 230.0f : 170.0f);
  set(segment::plug_pressure, 2, other ? 140.0f : 200.0f);
}
void lay_lymph(State& state, int pieces) {
  testing::lay_in_pieces(state, *state.sites[0], {{0, 160, 160, Port::lymph}, {320, 160, 160}},
                         {{1, 0, 20, 1, 0.5f, 0, VesselKind::lymphatic}}, pieces);
}

Body body_around(bool lymph) {
  std::vector<SiteSpec> sites(1);
  sites[0].name = "breast";
  BodySpec body{14, 1.8, {{"left heart", "breast", 0.5}, {"left heart", "kidney", 0.5}}};
  if (lymph) {
    sites[0].lymph.network.generator = "blind-ended tree";
    sites[0].lymph.drains_to = "axillary node";
    body = {14, 1.8, {{"left heart", "breast", 1}, {"axillary node", "lymph duct", all}}, 0.2, 0.1};
  } else {
    sites[0].represents_whole_organ = true;
  }
  return Body(testing::device(), build_body(body, sites));
}

/// Clusters whose rows may be stored in any order.
void shuffle(State& state) {
  const std::uint32_t n = state.travellers.read_count();
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = (i * 1231 + 17) % n;
  const auto permute = [&](const auto& column) {
    const auto values = state.travellers.to_host(column);
    auto moved = values;
    for (std::size_t i = 0; i < n; ++i) moved[i] = values[order[i]];
    state.travellers.from_host(column,
                               std::span<const typename decltype(moved)::value_type>(moved));
  };
  permute(cell::id);
  permute(traveller::entry);
  permute(traveller::cluster);
}

State set_out(const Case& one) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(one.step_s * 1e6));
  add_site(state, testing::device(), "breast", Grid{16, 16, 16, 20});
  state.tick = static_cast<std::uint32_t>(begin_s / one.step_s);
  one.lymph ? lay_lymph(state, one.pieces) : lay_blood(state, one.pieces);
  state.body = body_around(one.lymph);
  // so near the beginning that it lies in the first piece of all
  testing::set_off_clusters(state, cells / one.members, one.members,
                            {0, one.lymph ? 320.0f : 0.0f, 160, 160});
  if (one.shuffled) shuffle(state);
  return state;
}

Parameters eventful() {
  Parameters out = testing::default_parameters();
  for (const auto& [key, value] : {std::pair{"circulation.shear_death", 1.0},
                                   {"circulation.late_death", 1.0},
                                   {"circulation.late_death_after", 2.0},
                                   {"circulation.NK_killing", 0.5},
                                   {"circulation.anoikis_half", 3.0},
                                   {"circulation.cluster.split", 200.0},
                                   {"circulation.cluster.split_exponent", 1.0},
                                   {"circulation.capillary_radius", 4.0},
                                   {"extravasation.arrest.capture", 2.0},
                                   {"circulation.node_passage", 0.7},
                                   {"extravasation.transmigration_time", 2.0},
                                   {"lymph_node.killing", 0.2},
                                   {"lymph_node.release", 0.5}})
    testing::set_parameter(out, key, value);
  return out;
}

struct Fate {
  int phase, intent, death;
  std::uint32_t place, hops, members;
  std::uint64_t entry, cluster;
  std::int64_t clock_us, arrested_us;
  bool same_but_for_time(const Fate& o) const {
    return phase == o.phase && intent == o.intent && death == o.death && place == o.place &&
           hops == o.hops && members == o.members && entry == o.entry && cluster == o.cluster;
  }
};

/// By lineage number. Of who has died in a node the clock and the company are those of the last step's
/// end: the node tells the host no time of death.
std::map<std::uint64_t, Fate> fates_of(const State& state, const Case& one) {
  const Table& t = state.travellers;
  const auto id = t.to_host(cell::id), entry = t.to_host(traveller::entry),
             cluster = t.to_host(traveller::cluster);
  const auto phase = t.to_host(traveller::phase), intent = t.to_host(cell::intent);
  const auto place = t.to_host(traveller::place), hops = t.to_host(traveller::hops),
             members = t.to_host(traveller::members), death = t.to_host(cell::intent_detail);
  const auto clock = t.to_host(traveller::clock_us), arrested = t.to_host(traveller::arrested_us);
  std::map<std::uint64_t, Fate> out;
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
  testing::run_once(state, parameters, "circulate", minutes);
  --state.tick;
  testing::run_once(state, parameters, "lymph_node", minutes);
  --state.tick;
  testing::run_once(state, parameters, "extravasate", minutes);
  testing::tell_news(state);
}

/// Who has left a lymph node is told so after `circulate`, and catches up in the next step.
void catch_up(State& state, const Parameters& parameters) {
  for (int i = 0; i < 30; ++i) {
    step(state, parameters, 0);
    --state.tick;
  }
}

std::map<std::uint64_t, Fate> fates(const Case& one, const Parameters& parameters) {
  omp_set_num_threads(one.threads);
  State state = set_out(one);
  for (double t = begin_s; t < end_s; t += one.step_s) {
    if (one.changing_flow) set_flow_of_minute(state, static_cast<int>(t / 60), one.pieces);
    step(state, parameters, one.step_s / 60);
  }
  if (one.lymph) catch_up(state, parameters);
  return fates_of(state, one);
}

void expect_same(const std::map<std::uint64_t, Fate>& a, const std::map<std::uint64_t, Fate>& b,
                 std::int64_t us) {
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

/// There is something to tell apart: all that can happen does, to many.
void expect_eventful(const std::map<std::uint64_t, Fate>& fates, const Case& one) {
  std::map<int, int> deaths, phases;
  int leave = 0;
  std::set<std::uint64_t> parts;
  std::set<std::uint32_t> sizes;
  for (const auto& [id, fate] : fates) {
    ++deaths[fate.death];
    leave += fate.intent == static_cast<int>(Intent::leave_vessel);
    ++phases[fate.phase];
    parts.insert(fate.entry);
    sizes.insert(fate.members);
  }
  for (const Death cause : {Death::none, Death::shear, Death::immune, Death::anoikis})
    EXPECT_GT(deaths[static_cast<int>(cause)], 30) << static_cast<int>(cause);
  if (one.members > 1) {
    EXPECT_GT(parts.size(), 1.3 * cells / one.members);
  }
  EXPECT_GE(sizes.size(), std::min<std::size_t>(one.members, 4));
  if (!one.lymph) {
    EXPECT_GT(phases[static_cast<int>(Phase::arrested)], 50);
    EXPECT_GT(phases[static_cast<int>(Phase::lodged)], 50);
    EXPECT_GT(leave, 50);
  }
}

class ClusterFates : public ::testing::TestWithParam<Case> {
 protected:
  void TearDown() override { omp_set_num_threads(threads_before_); }
  int threads_before_ = omp_get_max_threads();
};

class ClusterFatesInChangingFlow : public ClusterFates {};

TEST_P(ClusterFates, AreTheSameWhateverTheStep) {
  Case one = GetParam();
  const auto whole = fates(one, eventful());
  expect_eventful(whole, one);
  for (const double step_s : {20.0, 6.0, 1.5}) {
    SCOPED_TRACE(step_s);
    one.step_s = step_s;
    expect_same(fates(one, eventful()), whole, rounding_of_steps_us);
  }
}

/// Nobody lags behind the end of a step and meets the flow of the next one too early.
TEST_P(ClusterFatesInChangingFlow, AreTheSameWhateverTheStep) {
  Case one = GetParam();
  const auto steady = fates(one, eventful());
  one.changing_flow = true;
  const auto whole = fates(one, eventful());
  const auto fares_otherwise = [&](const auto& fate) {
    return !fate.second.same_but_for_time(steady.at(fate.first));
  };
  EXPECT_GT(std::ranges::count_if(whole, fares_otherwise), 100) << "the change matters";
  for (const double step_s : {20.0, 6.0, 1.5}) {
    SCOPED_TRACE(step_s);
    one.step_s = step_s;
    expect_same(fates(one, eventful()), whole, rounding_of_steps_us);
  }
}

TEST_P(ClusterFates, AreTheSameHoweverVesselsAreCut) {
  Case one = GetParam();
  const auto whole = fates(one, eventful());
  for (const int pieces : {3, 10}) {
    SCOPED_TRACE(pieces);
    one.pieces = pieces;
    expect_same(fates(one, eventful()), whole, rounding_of_pieces_us);
  }
}

TEST_P(ClusterFates, AreTheSameInAnyStorageOrderAndWithAnyThreads) {
  Case one = GetParam();
  const auto whole = fates(one, eventful());
  one.shuffled = true;
  expect_same(fates(one, eventful()), whole, 0);
  one.threads = 3;
  expect_same(fates(one, eventful()), whole, 0);
}

const auto in_blood =
    ::testing::Values(Case{1, false}, Case{2, false}, Case{5, false}, Case{12, false});
INSTANTIATE_TEST_SUITE_P(InBlood, ClusterFates, in_blood);
INSTANTIATE_TEST_SUITE_P(InBlood, ClusterFatesInChangingFlow, in_blood);
INSTANTIATE_TEST_SUITE_P(InLymph, ClusterFates,
                         ::testing::Values(Case{2, true}, Case{5, true}, Case{12, true}));

}  // namespace
}  // namespace metastasim
