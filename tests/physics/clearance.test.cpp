// How cells vanish from the blood. Nothing in the model says "two phases": they follow from cells that
// differ in size and stiffness, and capillaries that differ in width and pressure.
#include <gtest/gtest.h>

#include <cmath>

#include "host/sim/body.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

/// A vein of the site "breast" that drains to a body of two organs.
State closed_circulation(double cardiac_output, double volume, double tick_s) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  Site& breast = add_site(state, testing::device(), "breast", Grid{16, 16, 16, 20});
  testing::lay_vessels(state, breast,
                       {{0, 160, 160, Port::arterial}, {320, 160, 160, Port::venous}},
                       {{0, 1, 10, 10, 0, 900}});
  std::vector<SiteSpec> sites(1);
  sites[0].name = "breast";
  state.body = Body(
      testing::device(),
      build_body(
          {cardiac_output, volume, {{"left heart", "breast", 0.2}, {"left heart", "rest", 0.8}}},
          sites));
  state.tick = 1;
  return state;
}

/// When each cell stopped, in minutes since it entered (at one minute); those that never did are cut off at `watched_min`.
struct Observed {
  std::vector<double> stopped_min;
  double watched_min;
  std::size_t all;
};

Observed watch(int n, double minutes) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.tension_spread", 0.4);
  testing::set_parameter(parameters, "circulation.size_spread", 0.1);
  State state = closed_circulation(14, 1.8, 60);
  testing::set_off(state, static_cast<std::uint32_t>(n), {0, 0, 160, 160, 8.5});
  testing::travel(state, parameters, 60 * minutes);
  Observed seen{{}, minutes, static_cast<std::size_t>(n)};
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto at = state.travellers.to_host(traveller::arrested_us);
  for (std::size_t i = 0; i < phase.size(); ++i)
    if (phase[i] == static_cast<std::uint8_t>(Phase::lodged))
      seen.stopped_min.push_back(static_cast<double>(at[i]) / 60e6 - 1);
  return seen;
}

/// Share `weight` is cleared at rate `fast`, the rest at `slow`, in 1/min.
struct TwoPhases {
  double weight, fast, slow;
  double density(double t) const {
    return weight * fast * std::exp(-fast * t) + (1 - weight) * slow * std::exp(-slow * t);
  }
  double survival(double t) const {
    return weight * std::exp(-fast * t) + (1 - weight) * std::exp(-slow * t);
  }
};

double log_likelihood(const TwoPhases& m, const Observed& seen) {
  double sum = static_cast<double>(seen.all - seen.stopped_min.size()) *
               std::log(m.survival(seen.watched_min));
  for (const double t : seen.stopped_min) sum += std::log(m.density(t));
  return sum;
}

/// Maximum likelihood of one exponential: events over time at risk.
double one_rate(const Observed& seen) {
  double at_risk = seen.watched_min * static_cast<double>(seen.all - seen.stopped_min.size());
  for (const double t : seen.stopped_min) at_risk += t;
  return static_cast<double>(seen.stopped_min.size()) / at_risk;
}

/// Of two exponentials: expectation and maximization.
TwoPhases two_rates(const Observed& seen) {
  TwoPhases m{0.5, 3 * one_rate(seen), one_rate(seen) / 3};
  for (int round = 0; round < 500; ++round) {
    double fast_events = 0, fast_time = 0, slow_events = 0, slow_time = 0;
    const auto add = [&](double share, double t, double cells, bool event) {
      fast_time += cells * share * t;
      slow_time += cells * (1 - share) * t;
      fast_events += event ? cells * share : 0;
      slow_events += event ? cells * (1 - share) : 0;
    };
    double fast_cells = 0;
    for (const double t : seen.stopped_min) {
      const double share = m.weight * m.fast * std::exp(-m.fast * t) / m.density(t);
      add(share, t, 1, true);
      fast_cells += share;
    }
    const double left = static_cast<double>(seen.all - seen.stopped_min.size());
    const double share =
        m.weight * std::exp(-m.fast * seen.watched_min) / m.survival(seen.watched_min);
    add(share, seen.watched_min, left, false);
    fast_cells += share * left;
    m = {fast_cells / static_cast<double>(seen.all), fast_events / fast_time,
         slow_events / slow_time};
  }
  return m;
}

TEST(Clearance, OfCellsThatDifferTakesTwoPhases) {
  const Observed seen = watch(100'000, 10);
  const double rate = one_rate(seen);
  const TwoPhases two = two_rates(seen);
  const double gain = log_likelihood(two, seen) - log_likelihood({0.5, rate, rate}, seen);
  EXPECT_GT(2 * gain - 2 * 2, 10) << "Akaike's criterion, two parameters more";
  EXPECT_GT(two.fast, 3 * two.slow) << two.fast << " and " << two.slow << " 1/min";
  EXPECT_GT(two.weight, 0.1);
  EXPECT_LT(two.weight, 0.9999);
}

TEST(Clearance, OfEqualCellsAtAConstantHazardKeepsAsManyAsTheirHalfLifeSays) {
  Parameters parameters = testing::harmless_journey();
  const double half_life_min = 10, shed_per_min = 2500;
  testing::set_parameter(parameters, "circulation.NK_killing", std::log(2.0) / half_life_min);
  testing::set_parameter(parameters, "circulation.NK_in_flow", 1);
  testing::set_parameter(parameters, "circulation.NK_evasion", 1e9);
  testing::set_parameter(parameters, "circulation.platelet_cover.protection", 0);
  State state = closed_circulation(5600, 5000, 60);
  // as many as are left of all that were shed a minute, two minutes ... ago
  const double lives = std::exp2(-1 / half_life_min), expected = shed_per_min * lives / (1 - lives);
  testing::set_off(state, static_cast<std::uint32_t>(expected), {0, 0, 160, 160, 2});
  double sum = 0;
  const int counting = 30;  // 110,000 cells
  for (int minute = 0; minute < counting; ++minute) {
    testing::set_off(state, static_cast<std::uint32_t>(shed_per_min), {0, 0, 160, 160, 2});
    testing::run_once(state, parameters, "circulate", 1);
    --state.tick;
    testing::run_once(state, parameters, "resolve_intents", 1);
    sum += static_cast<double>(count_journey(state).in_transit);
  }
  // Cells of m minutes to come are counted k times with the probability lives^k - lives^(k + 1).
  const auto variance = [&](int m) {
    double first = 0, second = 0;
    for (int k = 1; k <= m; ++k) {
      first += std::pow(lives, k);
      second += (2 * k - 1) * std::pow(lives, k);
    }
    return second - first * first;
  };
  double spread = expected * variance(counting);
  for (int m = 1; m <= counting; ++m) spread += shed_per_min * variance(m);
  EXPECT_NEAR(sum / counting, expected, 3.5 * std::sqrt(spread) / counting);
}

}  // namespace
}  // namespace metastasim
