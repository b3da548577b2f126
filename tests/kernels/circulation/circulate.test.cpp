#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::harmless_journey;
using testing::set_off;
using testing::set_parameter;
using testing::travel;

State world(double tick_s) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  return state;
}

/// 30 gauge, 1/2 inch, 250 ul/s of a fluid of 1 mPa s (Barnes 2012), passed `times` over.
constexpr double needle_um = 79.5, needle_length_um = 12700, needle_nl_per_min = 15e6;
double needle_shear_pa() { return 4 * 1e-3 * 2.5e-7 / (M_PI * std::pow(needle_um * 1e-6, 3)); }
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
  const double pass_ms =
      M_PI * needle_um * needle_um * needle_length_um / needle_nl_per_min * 60e-3;
  EXPECT_NEAR(state.travellers.to_host(traveller::peak_shear)[0], 633, 0.02 * 633);
  EXPECT_NEAR(pass_ms, 1.0, 0.02);
  EXPECT_NEAR(state.travellers.to_host(traveller::shear_dose)[0] * 1e-6,
              needle_shear_pa() * 10 * pass_ms * 1e-3, 1e-3 * 6.33);
}

TEST(Circulate, RuptureFollowsTheDoseWithFrailty) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "circulation.rupture", 21.2);
  const int n = 10000;
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
  const int n = 20000;
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
  EXPECT_NEAR(immune + anoikis, n * (1 - std::exp(-10.0)), 5);
  EXPECT_NEAR(immune, 0.3 * (immune + anoikis), 3.5 * std::sqrt(n * 0.3 * 0.7));
}

/// An arteriole, a bifurcation into two capillaries, a venule; each vessel in `pieces` segments.
State forked(int pieces, double tick_s, float flow_a = 3, float flow_b = 1) {
  State state = world(tick_s);
  struct Vessel {
    int from, to;
    float radius, flow, shear, plug;
  };
  const std::vector<testing::PlacedNode> ends{
      {0, 160, 160}, {100, 160, 160}, {200, 160, 160}, {320, 160, 160}};
  const Vessel vessels[] = {{0, 1, 9, flow_a + flow_b, 0.4f, 900},
                            {1, 2, 3.5f, flow_a, 1.5f, 170},
                            {1, 2, 3.2f, flow_b, 1.2f, 200},
                            {2, 3, 9, flow_a + flow_b, 0.4f, 900}};
  std::vector<testing::PlacedNode> nodes = ends;
  std::vector<testing::PlacedSegment> segments;
  for (const Vessel& v : vessels) {
    int last = v.from;
    for (int i = 1; i <= pieces; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(pieces);
      const int next = i == pieces ? v.to : static_cast<int>(nodes.size());
      if (i < pieces)
        nodes.push_back({ends[v.from].x_um + t * (ends[v.to].x_um - ends[v.from].x_um), 160, 160});
      segments.push_back({last, next, v.radius, v.flow, v.shear, v.plug});
      last = next;
    }
  }
  testing::lay_vessels(state, *state.sites[0], nodes, segments);
  return state;
}

TEST(Circulate, ABranchingIsChosenByFlow) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "extravasation.arrest.cortical_tension", 10);  // both branches stop all
  const int n = 20000;
  State state = forked(1, 60);
  set_off(state, n, {0, 0, 160, 160});
  travel(state, parameters, 120);
  const auto place = state.travellers.to_host(traveller::place);
  EXPECT_NEAR(std::count(place.begin(), place.end(), 1u), 0.75 * n,
              3.5 * std::sqrt(n * 0.75 * 0.25));
  EXPECT_EQ(std::count(place.begin(), place.end(), 1u) + std::count(place.begin(), place.end(), 2u),
            n);
}

struct Fates {
  std::vector<std::uint8_t> phase, intent;
  std::vector<std::uint32_t> cause, vessel, hops;
  std::vector<std::int64_t> arrested_us;
};
Fates fates_of(const State& state, std::uint32_t pieces) {
  const Table& t = state.travellers;
  Fates f{t.to_host(traveller::phase),    t.to_host(cell::intent),
          t.to_host(cell::intent_detail), t.to_host(traveller::place),
          t.to_host(traveller::hops),     t.to_host(traveller::arrested_us)};
  for (std::uint32_t& s : f.vessel) s /= pieces;
  return f;
}
Parameters eventful_journey() {
  Parameters parameters = testing::default_parameters();
  set_parameter(parameters, "circulation.shear_death", 10);
  set_parameter(parameters, "circulation.NK_killing", 0.5);
  set_parameter(parameters, "circulation.anoikis_half", 5);
  return parameters;
}

TEST(Circulate, CuttingVesselsIntoMoreSegmentsChangesNoFate) {
  const Parameters parameters = eventful_journey();
  const int n = 5000;
  Fates whole;
  for (const int pieces : {1, 3, 7}) {
    State state = forked(pieces, 6);
    set_off(state, n, {0, 0, 160, 160});
    travel(state, parameters, 30);
    const Fates now = fates_of(state, static_cast<std::uint32_t>(pieces));
    if (pieces == 1) whole = now;
    EXPECT_GT(testing::intending(state, Intent::die), n / 50);
    EXPECT_GT(
        std::count(now.phase.begin(), now.phase.end(), static_cast<std::uint8_t>(Phase::arrested)),
        n / 10);
    EXPECT_EQ(now.phase, whole.phase);
    EXPECT_EQ(now.intent, whole.intent);
    EXPECT_EQ(now.cause, whole.cause);
    EXPECT_EQ(now.vessel, whole.vessel);
    EXPECT_EQ(now.hops, whole.hops);
    for (int i = 0; i < n; ++i)
      ASSERT_NEAR(static_cast<double>(now.arrested_us[i]),
                  static_cast<double>(whole.arrested_us[i]), 20);
  }
}

TEST(Circulate, TheLengthOfTheStepChangesNoFate) {
  const Parameters parameters = eventful_journey();
  std::vector<Fates> runs;
  for (const double step_s : {1.0, 6.0, 60.0}) {
    State state = forked(2, step_s);
    set_off(state, 3000, {0, 0, 160, 160});
    travel(state, parameters, 120);  // a step of 60 s that stopped catches up in the next
    runs.push_back(fates_of(state, 2));
  }
  for (const Fates& run : runs) {
    EXPECT_EQ(run.vessel, runs[0].vessel);
    EXPECT_EQ(run.hops, runs[0].hops);
    EXPECT_EQ(run.cause, runs[0].cause);
  }
}

TEST(Circulate, StorageOrderChangesNoFate) {
  const Parameters parameters = eventful_journey();
  const std::uint32_t n = 2000;
  std::vector<std::vector<std::uint32_t>> vessels, causes;
  for (const bool reversed : {false, true}) {
    State state = forked(1, 6);
    set_off(state, n, {0, 0, 160, 160});
    if (reversed) {
      auto id = state.travellers.columns().to_host(cell::id);
      auto entry = state.travellers.columns().to_host(traveller::entry);
      std::reverse(id.begin(), id.begin() + n);
      std::reverse(entry.begin(), entry.begin() + n);
      state.travellers.from_host(cell::id, std::span<const std::uint64_t>(id));
      state.travellers.from_host(traveller::entry, std::span<const std::uint64_t>(entry));
    }
    travel(state, parameters, 30);
    Fates f = fates_of(state, 1);
    if (reversed) {
      std::reverse(f.vessel.begin(), f.vessel.end());
      std::reverse(f.cause.begin(), f.cause.end());
    }
    vessels.push_back(f.vessel);
    causes.push_back(f.cause);
  }
  EXPECT_EQ(vessels[0], vessels[1]);
  EXPECT_EQ(causes[0], causes[1]);
}

/// Whether a cell of radius 8 um and tension 0.5 mN/m passes a capillary under a plugged pressure.
bool passes(float capillary_um, float plug_pa) {
  Parameters parameters = harmless_journey();
  State state = world(60);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, capillary_um, 1, 1, plug_pa}});
  set_off(state, 1, {0, 0, 160, 160, 8});
  travel(state, parameters, 120);
  return state.travellers.to_host(traveller::phase)[0] !=
         static_cast<std::uint8_t>(Phase::arrested);
}

TEST(Circulate, ACellIsStoppedBelowLaplacesThreshold) {
  for (const auto& [capillary_um, threshold_pa] :
       {std::pair{2.5f, 275.0f}, {3.0f, 208.333f}, {4.0f, 125.0f}}) {
    EXPECT_FALSE(passes(capillary_um, threshold_pa - 0.5f)) << capillary_um;
    EXPECT_TRUE(passes(capillary_um, threshold_pa + 0.5f)) << capillary_um;
  }
  EXPECT_TRUE(passes(8.5f, 0));
}

TEST(Circulate, ACellThatStoppedGoesOnWhenThePressureRises) {
  const Parameters parameters = harmless_journey();
  State state = world(60);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}},
                       {{0, 1, 10, 1}, {1, 2, 3, 1, 1, 200}});
  set_off(state, 1, {0, 0, 160, 160, 8});
  travel(state, parameters, 60);
  EXPECT_EQ(state.travellers.to_host(traveller::phase)[0],
            static_cast<std::uint8_t>(Phase::arrested));
  EXPECT_EQ(state.travellers.to_host(traveller::news)[0], news::arrested);
  state.vessels.segments.from_host(segment::plug_pressure,
                                   std::span<const float>(std::vector<float>{0, 300}));
  travel(state, parameters, 60);
  EXPECT_EQ(state.travellers.to_host(traveller::phase)[0],
            static_cast<std::uint8_t>(Phase::flowing));
  EXPECT_EQ(state.travellers.to_host(traveller::news)[0], news::arrested | news::released);
}

/// Cells caught within a minute in a wide vessel.
long caught(double force_pn, float shear_pa, int n) {
  Parameters parameters = harmless_journey();
  set_parameter(parameters, "extravasation.arrest.adhesion_force", force_pn);
  State state = world(60);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, shear_pa}});
  set_off(state, static_cast<std::uint32_t>(n), {0, 0, 160, 160, 8});
  travel(state, parameters, 60);
  const auto phase = state.travellers.to_host(traveller::phase);
  return std::count(phase.begin(), phase.end(), static_cast<std::uint8_t>(Phase::arrested));
}

TEST(Circulate, AdhesionHoldsOnlyBelowTheCriticalShear) {
  const int n = 10000;
  const double drag_at_0_05_pa = 1.7005 * 6 * M_PI * 0.05 * 64;  // 103 pN for R = 8 um
  const double p = 1 - std::exp(-0.6 * (1 - drag_at_0_05_pa / 200));
  EXPECT_NEAR(static_cast<double>(caught(200, 0.05f, n)), n * p, 3.5 * std::sqrt(n * p * (1 - p)));
  EXPECT_EQ(caught(200, 0.1f, n), 0) << "205 pN at 0.1 Pa";
  EXPECT_EQ(caught(0, 0, n), 0) << "no adhesion";
}

}  // namespace
}  // namespace metastasim
