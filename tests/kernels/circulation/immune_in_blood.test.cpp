// NK cells in the blood:  dH = n s e^(-t/t_e) (1 - p (1 - e^(-t/t_c))) dt   (circulate.cu)
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/kernels/circulation/waiting_in_the_body.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;
constexpr double minute_s = 60;

struct Nk {
  double per_min = 0.05, in_flow = 1, evasion_min = 1e6, cover_min = 3, protection = 0;

  double rate(double t) const {
    return per_min * std::exp(-t / evasion_min) * (1 - protection * (1 - std::exp(-t / cover_min)));
  }
  /// The integral of the rate from 0 to t, by Simpson's rule: nothing of the program's algebra in it.
  double hazard(double t) const {
    constexpr int parts = 2000;
    double sum = rate(0) - rate(t);
    for (int i = 1; i <= parts; ++i)
      sum += 4 * rate(t * (i - 0.5) / parts) + 2 * rate(t * i / parts);
    return sum * t / (6 * parts);
  }
  Parameters parameters() const {
    Parameters out = testing::harmless_journey();
    testing::set_parameter(out, "circulation.NK_killing", per_min);
    testing::set_parameter(out, "circulation.NK_in_flow", in_flow);
    testing::set_parameter(out, "circulation.NK_evasion", evasion_min);
    testing::set_parameter(out, "circulation.platelet_cover.within", cover_min);
    testing::set_parameter(out, "circulation.platelet_cover.protection", protection);
    return out;
  }
};

/// Cells in a tube that flows at a snail's pace.
State flowing(double tick_s = minute_s) {
  State state = testing::world(tick_s);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, 0}});
  testing::set_off(state, n, {0, 0, 160, 160});
  return state;
}

/// Cells at the door of a capillary that no pressure pushes them into.
State at_a_narrow_door(std::uint32_t cells) {
  State state = testing::world(minute_s);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {300, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1}});
  testing::set_off(state, cells, {0, 100, 160, 160});
  return state;
}
State arrested() { return at_a_narrow_door(n); }

/// Cells given into an organ without tissue of its own, too large for its capillaries.
State lodged() { return testing::waiting_in("kidney", Phase::injected, n, minute_s); }

Parameters into_narrow_capillaries(Parameters parameters) {
  testing::set_parameter(parameters, "circulation.capillary_pressure", 1);
  testing::set_parameter(parameters, "circulation.capillary_spread", 0);
  testing::set_parameter(parameters, "circulation.pressure_spread", 0);
  return parameters;
}

void expect_dead(int dead, int of, double hazard, const char* what) {
  const double p = 1 - std::exp(-hazard);
  EXPECT_NEAR(dead, of * p, 3.5 * std::sqrt(of * p * (1 - p))) << what;
}

TEST(PlateletCover, SurvivalFollowsTheIntegralWithAndWithoutIt) {
  for (const double protection : {0.0, 0.8, 1.0}) {
    const Nk nk{.per_min = 0.05, .evasion_min = 20, .protection = protection};
    const Parameters parameters = nk.parameters();
    State state = flowing(2 * minute_s);
    double minutes = 0;
    for (const double more : {2.0, 8.0, 30.0}) {
      testing::travel(state, parameters, minute_s * more);
      minutes += more;
      expect_dead(testing::intending(state, Intent::die), n, nk.hazard(minutes), "deaths");
    }
  }
}

TEST(PlateletCover, MoreOfItNeverKillsACellThatLessWouldSpare) {
  std::vector<std::uint8_t> worse;
  for (const double protection : {0.0, 0.3, 0.7, 1.0}) {
    State state = flowing(10 * minute_s);
    testing::travel(state, Nk{.evasion_min = 672, .protection = protection}.parameters(),
                    20 * minute_s);
    const auto fates = state.travellers.to_host(cell::intent);
    const auto dead = [](std::uint8_t i) { return i == static_cast<std::uint8_t>(Intent::die); };
    for (std::size_t i = 0; i < worse.size(); ++i) ASSERT_TRUE(dead(worse[i]) || !dead(fates[i]));
    if (!worse.empty()) {
      EXPECT_LT(std::ranges::count_if(fates, dead), std::ranges::count_if(worse, dead));
    }
    worse = fates;
  }
}

TEST(NkInBlood, FlowingCellsSeeTheStatedShareOfWhatStoppedCellsSee) {
  const Nk nk{.per_min = 0.08, .in_flow = 0.25};
  const double minutes = 10;
  const Parameters parameters = into_narrow_capillaries(nk.parameters());
  const auto hazard = [&](State state, Phase expected) {
    testing::travel(state, parameters, minute_s * minutes);
    const auto phase = state.travellers.to_host(traveller::phase);
    EXPECT_EQ(std::ranges::count(phase, static_cast<std::uint8_t>(expected)), n);
    return -std::log(1 - testing::intending(state, Intent::die) / double{n});
  };
  const auto error = [](double h) { return std::sqrt(std::expm1(h) / n); };  // of -ln of a share
  const double full = nk.hazard(minutes), in_flow = 0.25 * full;
  const double of_flowing = hazard(flowing(), Phase::flowing);
  EXPECT_NEAR(of_flowing, in_flow, 3.5 * error(in_flow));
  for (const double stopped :
       {hazard(arrested(), Phase::arrested), hazard(lodged(), Phase::lodged)}) {
    EXPECT_NEAR(stopped, full, 3.5 * error(full));
    EXPECT_NEAR(of_flowing / stopped, 0.25,
                3.5 * 0.25 * std::hypot(error(in_flow) / in_flow, error(full) / full));
  }
}

TEST(NkInBlood, WhoIsUnseenInFlowDiesOnlyOnceItHasStopped) {
  const Parameters parameters = Nk{.in_flow = 0}.parameters();
  State in_flow = flowing(), stopped = arrested();
  for (State* state : {&in_flow, &stopped}) testing::travel(*state, parameters, 10 * minute_s);
  EXPECT_EQ(testing::intending(in_flow, Intent::die), 0);
  EXPECT_GT(testing::intending(stopped, Intent::die), 0);
}

void minutes_with_a_way_out(State& state, const Parameters& parameters, int minutes) {
  for (int i = 0; i < minutes; ++i) {
    for (const char* name : {"circulate", "extravasate"}) {
      testing::run_once(state, parameters, name, 1);
      --state.tick;
    }
    testing::run_once(state, parameters, "resolve_intents", 1);
  }
}

TEST(NkInBlood, ReachNobodyWhoIsOutOfTheVessel) {
  Parameters parameters = Nk{.per_min = 0}.parameters();
  testing::set_parameter(parameters, "extravasation.transmigration_time", 1);
  State state = at_a_narrow_door(1000);
  minutes_with_a_way_out(state, parameters, 20);
  const Table& cells = state.sites[0]->cells;
  ASSERT_EQ(cells.read_count(), 1000u) << "all are out";
  testing::set_parameter(parameters, "circulation.NK_killing", 10);
  testing::set_off(state, 1000, {0, 100, 160, 160});
  testing::set_parameter(parameters, "extravasation.transmigration_time", 43200);
  minutes_with_a_way_out(state, parameters, 20);
  EXPECT_EQ(state.travellers.read_count(), 0u) << "who is in it dies";
  EXPECT_EQ(cells.read_count(), 1000u);
}

TEST(NkInBlood, TheyLoseInterestByAFactorEWithinTheirTime) {
  const Nk nk{.per_min = 0.05, .evasion_min = 10};
  const Parameters parameters = nk.parameters();
  State state = flowing(2 * minute_s);
  const auto dead_after = [&](double minutes) {
    testing::travel(state, parameters, minute_s * minutes);
    return testing::intending(state, Intent::die);
  };
  const double first_minutes = nk.per_min * nk.evasion_min * (1 - std::exp(-0.2));
  const int early = dead_after(2), before = dead_after(8), after = dead_after(2);
  expect_dead(early, n, first_minutes, "in the first two minutes");
  expect_dead(after - before, n - before, first_minutes / std::exp(1.0), "ten minutes later");
  expect_dead(dead_after(28), n, nk.hazard(40), "in ever fewer");
}

/// A node that holds a cell for many times as long as NK cells are interested, and platelets cover it.
TEST(NkInBlood, WhoWasHeldInANodeMeetsThemLikeWhoCameStraightIntoTheBlood) {
  for (const double protection : {0.0, 0.8}) {
    const Nk nk{.per_min = 0.05, .evasion_min = 20, .protection = protection};
    Parameters parameters = nk.parameters();
    testing::set_parameter(parameters, "circulation.node_passage", 0);
    testing::set_parameter(parameters, "lymph_node.release", 0.005);
    for (const char* other : {"lymph_node.killing", "lymph_node.settling"})
      testing::set_parameter(parameters, other, 0);
    for (const char* where : {"axillary node", "veins"}) {
      State state = testing::waiting_in(where, Phase::injected, n, 60 * minute_s);
      for (int hour = 0; hour < 50; ++hour) {
        testing::run_once(state, parameters, "circulate", 60);
        --state.tick;
        testing::run_once(state, parameters, "lymph_node", 60);
      }
      expect_dead(testing::intending(state, Intent::die), n, nk.hazard(400), where);
    }
  }
}

}  // namespace
}  // namespace metastasim
