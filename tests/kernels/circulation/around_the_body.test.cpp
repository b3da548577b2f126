#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "host/sim/body.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/statistics.hpp"

namespace metastasim {
namespace {

constexpr double all = std::numeric_limits<double>::quiet_NaN();

/// A tube in "breast" that drains to the body; a forked bed in "lung" if it is a site.
State body_with(bool lung_is_a_site, double tick_s) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  std::vector<SiteSpec> sites(lung_is_a_site ? 2 : 1);
  sites[0].name = "breast";
  Site& breast = add_site(state, testing::device(), "breast", Grid{16, 16, 16, 20});
  testing::lay_vessels(state, breast,
                       {{0, 160, 160, Port::arterial}, {320, 160, 160, Port::venous}},
                       {{0, 1, 10, 10, 1, 900}});
  if (lung_is_a_site) {
    sites[1].name = "lung";
    sites[1].represents_whole_organ = true;
    Site& lung = add_site(state, testing::device(), "lung", Grid{16, 16, 16, 20});
    testing::lay_vessels(state, lung,
                         {{0, 100, 160, Port::arterial},
                          {0, 200, 160, Port::arterial},
                          {160, 160, 160},
                          {320, 160, 160, Port::venous}},
                         {{0, 2, 10, 3, 1, 900}, {1, 2, 10, 1, 1, 900}, {2, 3, 10, 4, 1, 900}});
  }
  state.body = Body(testing::device(), build_body({14,
                                                   1.8,
                                                   {{"left heart", "breast", 0.2},
                                                    {"left heart", "kidney", 0.3},
                                                    {"left heart", "rest", 0.5}}},
                                                  sites));
  state.tick = 1;
  return state;
}

long in_phase(const State& state, Phase wanted) {
  const auto phase = state.travellers.to_host(traveller::phase);
  return std::count(phase.begin(), phase.end(), static_cast<std::uint8_t>(wanted));
}

/// How many compartments a cell has left by `seconds`, on average, that comes into the first of them at
/// 0 and stays half of each delay and an exponential time of the other half: the sum of the chances to
/// have left k of them, whose densities follow from each other by a shift and an exponential filter.
double mean_departures(const std::vector<double>& delays_s, double seconds) {
  constexpr double grid_s = 1e-3;
  const auto n = static_cast<std::size_t>(std::lround(seconds / grid_s));
  std::vector<double> left_by(n + 1, 1);  // chance to have left k compartments at each time
  double sum = 0;
  for (std::size_t k = 0; left_by[n] > 1e-9; ++k) {
    const double half = delays_s[k % delays_s.size()] / 2;
    const auto shift = static_cast<std::size_t>(half / grid_s);
    const double rest = half / grid_s - static_cast<double>(shift), keep = std::exp(-grid_s / half);
    std::vector<double> next(n + 1, 0);
    const auto came = [&](std::size_t i) {  // before the exponential part
      return i < shift + 1 ? 0 : (1 - rest) * left_by[i - shift] + rest * left_by[i - shift - 1];
    };
    for (std::size_t i = 1; i <= n; ++i)
      next[i] = keep * next[i - 1] + (1 - keep) * (came(i) + came(i - 1)) / 2;
    left_by = next;
    sum += left_by[n];
  }
  return sum;
}

TEST(AroundTheBody, CellsCircleUntilTheyStopAndNoneIsLost) {
  const Parameters parameters = testing::harmless_journey();
  State state = body_with(false, 6);
  const std::uint32_t n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 0.2f});  // so small that nothing stops them
  testing::travel(state, parameters, 120);
  const JourneyCounts counts = count_journey(state);
  EXPECT_EQ(counts.in_transit, n);
  EXPECT_EQ(counts.arrested, 0u);
  std::vector<double> delays_s;
  for (const char* place : {"veins", "right heart", "lung", "left heart", "kidney"}) {
    const auto at = std::ranges::find(state.body.plan.names, place) - state.body.plan.names.begin();
    delays_s.push_back(1e-6 * static_cast<double>(state.body.plan.compartments[at].delay_us));
  }
  EXPECT_NEAR(std::accumulate(delays_s.begin(), delays_s.end(), 0.0), 60 * 1.8 / 14, 1e-4);
  const auto hops = state.travellers.to_host(traveller::hops);
  const testing::Moments found = testing::moments(std::vector<double>(hops.begin(), hops.end()));
  const double in_the_vein_s = 60 * math::pi * 100 * 320 / 10e6;  // volume / flow
  // two choices on the way out of the block
  EXPECT_NEAR(found.mean, 2 + mean_departures(delays_s, 120 - in_the_vein_s),
              3.5 * found.standard_error());
}

TEST(AroundTheBody, OrgansAreReachedInProportionToTheirFlow) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.capillary_pressure", 1);
  testing::set_parameter(parameters, "circulation.pressure_spread", 0);
  State state = body_with(true, 60);  // wide vessels in the lung block: the first organ stops all
  const int n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 8});
  testing::travel(state, parameters, 180);
  const JourneyCounts counts = count_journey(state);
  EXPECT_EQ(counts.arrested, static_cast<std::uint64_t>(n));
  std::map<std::string, double> at;
  for (const Stopped& s : counts.stopped) at[s.place] = static_cast<double>(s.cells);
  for (const auto& [organ, p] :
       {std::pair{"breast outside the block", 0.2}, {"kidney", 0.3}, {"rest", 0.5}})
    EXPECT_NEAR(at[organ], n * p, 3.5 * std::sqrt(n * p * (1 - p))) << organ;
}

TEST(AroundTheBody, AWholeOrganIsEnteredThroughItsArterialPortsByTheirFlow) {
  const Parameters parameters = testing::harmless_journey();
  State state = body_with(true, 1);
  const int n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 2});
  long upper = 0, lower = 0;
  std::vector<bool> seen(n, false);
  for (int i = 0; i < 40; ++i) {
    testing::travel(state, parameters, 1);
    const auto place = state.travellers.to_host(traveller::place);
    const auto phase = state.travellers.to_host(traveller::phase);
    for (int row = 0; row < n; ++row) {
      if (seen[row] || phase[row] != static_cast<std::uint8_t>(Phase::flowing)) continue;
      if (place[row] != 1 && place[row] != 2) continue;
      seen[row] = true;
      ++(place[row] == 1 ? upper : lower);
    }
  }
  EXPECT_GT(upper + lower, n / 2);
  EXPECT_NEAR(upper, 0.75 * (upper + lower), 3.5 * std::sqrt((upper + lower) * 0.75 * 0.25));
}

TEST(AroundTheBody, ALateralPortLeadsToTheRestOfTheSameOrgan) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.capillary_pressure", 1);
  State state = body_with(false, 60);
  auto port = state.vessels.nodes.to_host(node::port);
  port[1] = static_cast<std::uint8_t>(Port::lateral);
  state.vessels.nodes.from_host(node::port, std::span<const std::uint8_t>(port));
  testing::set_off(state, 100, {0, 0, 160, 160, 8});
  testing::travel(state, parameters, 120);
  const JourneyCounts counts = count_journey(state);
  ASSERT_EQ(counts.stopped.size(), 1u);
  EXPECT_EQ(counts.stopped[0].place, "breast outside the block");
  EXPECT_EQ(counts.stopped[0].cells, 100u);
}

TEST(AroundTheBody, ALymphNodeLetsOneInTenPassAndHoldsTheOthers) {
  const Parameters parameters = testing::harmless_journey();
  State state = body_with(false, 1);
  SiteSpec breast;
  breast.name = "breast";
  state.body = Body(testing::device(), build_body({14,
                                                   1.8,
                                                   {{"left heart", "breast", 1},
                                                    {"breast", "axillary node", all},
                                                    {"axillary node", "lymph duct", all}}},
                                                  {breast}));
  const int n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 2});
  testing::travel(state, parameters, 1);  // 0.6 s to the node, a round of the body is longer
  const double held = static_cast<double>(count_journey(state).held_in_nodes);
  EXPECT_NEAR(held, 0.9 * n, 3.5 * std::sqrt(n * 0.9 * 0.1));
  EXPECT_EQ(in_phase(state, Phase::held), static_cast<long>(held));
}

TEST(AroundTheBody, ClearanceHasAFastAndASlowPhase) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.tension_spread", 0.4);
  testing::set_parameter(parameters, "circulation.size_spread", 0.1);
  State state = body_with(false, 6);
  const int n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 8.5});
  std::vector<double> free;
  for (int i = 0; i < 4; ++i) {
    testing::travel(state, parameters, 30);
    free.push_back(n - in_phase(state, Phase::lodged));
  }
  const double early = std::log(n / free[0]), late = std::log(free[2] / free[3]);
  EXPECT_GT(free[3], 500) << "there is a tail";
  EXPECT_GT(early, 2 * late) << "the first half minute clears " << n - free[0] << ", the fourth "
                             << free[2] - free[3];
}

TEST(AroundTheBody, EveryPassageOfTheHeartIsAnImpulse) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.heart_shear", 100);
  testing::set_parameter(parameters, "circulation.heart_time", 10);
  testing::set_parameter(parameters, "circulation.body_shear", 0);
  testing::set_parameter(parameters, "circulation.rupture", 60);
  testing::set_parameter(parameters, "circulation.repair", 0);
  State state = body_with(false, 6);
  state.vessels.segments.from_host(segment::wall_shear,
                                   std::span<const float>(std::vector<float>{0}));
  const int n = 100'000;
  testing::set_off(state, n, {0, 0, 160, 160, 2});
  testing::travel(state, parameters, 60);
  const auto dose = state.travellers.to_host(traveller::shear_dose);
  double impulses = 0;
  for (const std::int64_t d : dose) {
    EXPECT_EQ(d % 1'000'000, 0) << "100 Pa for 10 ms each";
    impulses += static_cast<double>(d) * 1e-6;
  }
  const double dead = testing::intending(state, Intent::die);
  const double each = 1 - std::exp(-0.01);  // an impulse kills who has borne those before it
  EXPECT_NEAR(dead, impulses * each, 3.5 * std::sqrt(impulses * each * (1 - each)));
}

}  // namespace
}  // namespace metastasim
