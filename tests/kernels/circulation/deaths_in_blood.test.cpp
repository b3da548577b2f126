#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::harmless_journey;
using testing::set_off;
using testing::set_parameter;
using testing::travel;
using testing::world;

/// 30 gauge, 1/2 inch, 250 ul/s of a fluid of 1 mPa s (Barnes 2012), passed `times` over.
constexpr double needle_um = 79.5, needle_length_um = 12700, needle_nl_per_min = 15e6;
/// By the program's own flow solve of a tube of a constant viscosity.
double needle_shear_pa() {
  vessels::Network tube;
  tube.nodes = {{1}, {2, needle_length_um}};
  tube.segments = {{1, 0, 1, 2 * needle_um, needle_length_um}};
  tube.boundary = {{0, vessels::Boundary::flow, needle_nl_per_min},
                   {1, vessels::Boundary::pressure, 0}};
  vessels::FlowOptions water;
  water.viscosity = {vessels::ViscosityLaw::constant, 1, 92, 1};
  water.fixed_haematocrit = true;
  return vessels::solve_flow(tube, water).wall_shear_pa[0];
}
void lay_needle(State& state, int times) {
  std::vector<testing::PlacedNode> nodes;
  std::vector<testing::PlacedSegment> segments;
  for (int i = 0; i <= times; ++i)
    nodes.push_back({i % 2 == 0 ? 0.0f : static_cast<float>(needle_length_um), 100, 100});
  for (int i = 0; i < times; ++i)
    segments.push_back({i, i + 1, static_cast<float>(needle_um), needle_nl_per_min,
                        static_cast<float>(needle_shear_pa())});
  testing::lay_vessels(state, *state.sites[0], nodes, segments);
}

TEST(Circulate, NeedleDosimetry) {
  const Parameters parameters = harmless_journey();
  State state = world(6);
  lay_needle(state, 10);
  set_off(state, 1, {0, 0, 100, 100});
  travel(state, parameters, 6);
  EXPECT_NEAR(needle_shear_pa(), 4 * 1e-3 * 2.5e-7 / (M_PI * std::pow(needle_um * 1e-6, 3)), 1e-9);
  EXPECT_NEAR(state.travellers.to_host(traveller::peak_shear)[0], 633, 0.02 * 633);
  const double dose_pa_s = 1e-6 * state.travellers.to_host(traveller::shear_dose)[0];
  EXPECT_NEAR(dose_pa_s, 633 * 10e-3, 0.02 * 6.33) << "ten passages of a millisecond";
}

TEST(Circulate, ANeedleIsPassedInTheTimeThatItsFlowTakes) {
  const Parameters parameters = harmless_journey();
  const double step_s = 1e-5;
  State state = world(step_s);
  lay_needle(state, 10);
  set_off(state, 1, {0, 0, 100, 100});
  const auto through = [&state] {
    const bool last = state.travellers.to_host(traveller::place)[0] == 9;
    return last && state.travellers.to_host(traveller::along)[0] == 1;
  };
  for (int i = 0; i < 2000 && !through(); ++i) travel(state, parameters, step_s / 2);
  const double passing_ms = 1e-3 * state.travellers.to_host(traveller::stream_us)[0];
  EXPECT_NEAR(passing_ms, 10, 0.02 * 10) << "ten passages of a millisecond (Barnes 2012)";
  const double volume_nl = 1e-6 * M_PI * needle_um * needle_um * needle_length_um;
  EXPECT_NEAR(passing_ms, 10 * volume_nl / needle_nl_per_min * 60e3, 1.5e3 * step_s);
}

TEST(Circulate, RuptureFollowsTheDoseWithFrailty) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "circulation.rupture", 21.2);
  const int n = 100'000;
  for (const double variance : {0.0, 0.25, 2.0}) {
    set_parameter(parameters, "circulation.frailty_variance", variance);
    for (const int times : {1, 10}) {
      State state = world(6);
      lay_needle(state, times);
      set_off(state, n, {0, 0, 100, 100});
      travel(state, parameters, 6);
      const double minutes =
          times * M_PI * needle_um * needle_um * needle_length_um / needle_nl_per_min * 1e-6;
      const double dose = 21.2 * std::pow(needle_shear_pa() / 100, 2.6) * minutes;
      const double s =
          variance > 0 ? std::pow(1 + variance * dose, -1 / variance) : std::exp(-dose);
      EXPECT_NEAR(n - testing::intending(state, Intent::die), n * s,
                  3.5 * std::sqrt(n * s * (1 - s)))
          << times << " passages, variance " << variance;
    }
  }
}

TEST(Circulate, AConstantHazardGivesExponentialSurvivalWhateverTheStep) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "circulation.shear_death", 1);
  const int n = 100000;
  std::vector<std::uint8_t> fates;
  for (const double step_s : {1.0, 6.0, 60.0}) {
    State state = world(step_s);
    testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                         {{0, 1, 10, 1e-4f, 6}});
    set_off(state, n, {0, 0, 160, 160});
    travel(state, parameters, 60);
    const double s = std::exp(-1.0);
    EXPECT_NEAR(n - testing::intending(state, Intent::die), n * s,
                3.5 * std::sqrt(n * s * (1 - s)));
    const auto now = state.travellers.to_host(cell::intent);
    if (fates.empty()) fates = now;
    EXPECT_EQ(now, fates) << "the same cells die, in steps of " << step_s << " s";
  }
}

TEST(Circulate, WithoutShearNobodyDiesOfShear) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "circulation.rupture", 1e4);
  set_parameter(parameters, "circulation.shear_death", 10);
  State state = world(60);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1, 0}});
  set_off(state, 1000, {0, 0, 160, 160});
  travel(state, parameters, 3600);
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
}

TEST(Circulate, TwoHazardsShareTheDeathsAsTheirRates) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "circulation.NK_killing", 0.3);
  set_parameter(parameters, "circulation.NK_in_flow", 1);
  set_parameter(parameters, "circulation.NK_evasion", 1e6);
  set_parameter(parameters, "circulation.platelet_cover.protection", 0);
  set_parameter(parameters, "circulation.anoikis_half", std::log(2.0) / 0.7);
  set_parameter(parameters, "circulation.anoikis_shape", 1);
  const int n = 100'000;
  State state = world(6);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, 0}});
  set_off(state, n, {0, 0, 160, 160});
  travel(state, parameters, 600);
  const auto causes = state.travellers.to_host(cell::intent_detail);
  const auto immune =
      std::count(causes.begin(), causes.end(), static_cast<std::uint32_t>(Death::immune));
  const auto anoikis =
      std::count(causes.begin(), causes.end(), static_cast<std::uint32_t>(Death::anoikis));
  const double dead = static_cast<double>(immune + anoikis), left = n * std::exp(-10.0);
  EXPECT_NEAR(n - dead, left, 3.5 * std::sqrt(left));
  EXPECT_NEAR(immune, 0.3 * dead, 3.5 * std::sqrt(dead * 0.3 * 0.7));
}

}  // namespace
}  // namespace metastasim
