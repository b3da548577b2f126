#include <gtest/gtest.h>

#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::set_parameter;

/// A vessel in several pieces, each with a time to pass it and a wall shear stress.
struct Piece {
  double seconds;
  float shear_pa;
};
State vessel_of(const std::vector<Piece>& pieces, double tick_s) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  Site& site = add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  const double length = 10, radius = 10;  // um
  std::vector<testing::PlacedNode> nodes{{0, 160, 160}};
  std::vector<testing::PlacedSegment> segments;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    nodes.push_back({static_cast<float>(length * static_cast<double>(i + 1)), 160, 160});
    const double flow = 60e-6 * M_PI * radius * radius * length / pieces[i].seconds;
    const auto n = static_cast<std::int32_t>(i);
    segments.push_back(
        {n, n + 1, static_cast<float>(radius), static_cast<float>(flow), pieces[i].shear_pa});
  }
  testing::lay_vessels(state, site, nodes, segments);
  return state;
}

double share_dead(const std::vector<Piece>& pieces, const Parameters& parameters, int n,
                  double seconds, double tick_s = 60) {
  State state = vessel_of(pieces, tick_s);
  testing::set_off(state, static_cast<std::uint32_t>(n), {0, 0, 160, 160});
  testing::travel(state, parameters, seconds);
  return static_cast<double>(testing::intending(state, Intent::die)) / n;
}

void expect_share(double measured, double expected, int n) {
  EXPECT_NEAR(measured, expected, 3.5 * std::sqrt(expected * (1 - expected) / n) + 1e-9);
}

TEST(Hazards, DamageHealsBetweenTwoImpulses) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.rupture", 60);
  set_parameter(parameters, "circulation.repair", 2);
  const int n = 100'000;
  const double dose = 0.5;  // 60 /min at 100 Pa for half a second
  const std::vector<Piece> once{{0.5, 100}, {1e6, 0}};
  const std::vector<Piece> soon{{0.5, 100}, {0.01, 0}, {0.5, 100}, {1e6, 0}};
  const std::vector<Piece> later{{0.5, 100}, {30, 0}, {0.5, 100}, {1e6, 0}};
  const double healed_within = std::exp(-2 * 0.5 / 60);
  const auto bears = [](double damage) { return 1 - std::exp(-damage); };
  const double first = dose * (1 - healed_within) / (2 * 0.5 / 60);
  expect_share(share_dead(once, parameters, n, 120), bears(first), n);
  expect_share(share_dead(later, parameters, n, 120),
               bears(first + first * std::exp(-1.0) * healed_within), n);
  EXPECT_GT(share_dead(soon, parameters, n, 120), share_dead(later, parameters, n, 120));
}

TEST(Hazards, WhereDamageHealsAsFastAsItComesHoursRuptureNoMoreThanMinutes) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.rupture", 0.2);
  const std::vector<Piece> steady{{1e6, 100}};
  const int n = 100'000;
  const double soon = share_dead(steady, parameters, n, 600);
  expect_share(soon, 1 - std::exp(-0.2 / 2), n);
  EXPECT_EQ(share_dead(steady, parameters, n, 4 * 3600, 600), soon);
}

TEST(Hazards, LateDeathComesItsTimeAfterTheShearThatSettlesIt) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.late_death", 0.01);
  set_parameter(parameters, "circulation.late_death_after", 60);
  const std::vector<Piece> hour_of_shear{{3600, 6}, {1e7, 0}};
  const int n = 100'000;
  const auto dead_after = [&](double seconds, double tick_s) {
    return share_dead(hour_of_shear, parameters, n, seconds, tick_s);
  };
  EXPECT_EQ(dead_after(3600, 600), 0) << "an hour must pass first";
  expect_share(dead_after(5400, 600), 1 - std::exp(-0.3), n);
  expect_share(dead_after(7800, 600), 1 - std::exp(-0.6), n);
  EXPECT_EQ(dead_after(7800, 600), dead_after(36000, 3600));
}

TEST(Hazards, AnoikisSparesTheFirstHourAndTakesHalfByItsHalfTime) {
  Parameters parameters = testing::harmless_journey();
  set_parameter(parameters, "circulation.anoikis_half", 2160);
  const std::vector<Piece> at_rest{{1e7, 0}};
  const int n = 100'000;
  const double first_hour = 1 - std::exp2(-1.0 / (36 * 36));  // shape 2
  expect_share(share_dead(at_rest, parameters, n, 3600), first_hour, n);
  expect_share(share_dead(at_rest, parameters, n, 36 * 3600, 3600), 0.5, n);
}

TEST(Hazards, ZeroRatesKillExactlyNobody) {
  const Parameters parameters = testing::harmless_journey();
  EXPECT_EQ(share_dead({{1e7, 50}}, parameters, 100'000, 48 * 3600, 3600), 0);
}

}  // namespace
}  // namespace metastasim
