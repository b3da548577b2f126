#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

using testing::harmless_journey;
using testing::set_off;
using testing::set_parameter;
using testing::travel;
using testing::world;

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

/// What the diary tells of one step, in order, and how many arrests it counts.
std::vector<EventKind> told(std::uint8_t news, Phase phase, std::uint64_t arrests) {
  State state = world(60);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}}, {{0, 1, 10, 1}});
  set_off(state, 1, {0, 0, 160, 160, 8});
  const auto code = static_cast<std::uint8_t>(phase);
  state.travellers.from_host(traveller::news, std::span<const std::uint8_t>(&news, 1));
  state.travellers.from_host(traveller::phase, std::span<const std::uint8_t>(&code, 1));
  testing::run_once(state, harmless_journey(), "resolve_intents", 1);
  EXPECT_EQ(state.counters.to_host()[static_cast<std::size_t>(Count::arrests_total)], arrests);
  EXPECT_EQ(state.travellers.to_host(traveller::news)[0], 0);
  std::vector<EventKind> kinds;
  for (const std::uint8_t kind : state.events.to_host(event::kind))
    kinds.push_back(static_cast<EventKind>(kind));
  return kinds;
}

TEST(Circulate, WhatHappensWithinAStepIsToldInOrder) {
  using enum EventKind;
  using Told = std::vector<EventKind>;
  const auto stop = [](std::uint8_t n) { return news::with_arrest(n); };
  const auto go = [](std::uint8_t n) { return news::with_release(n); };
  EXPECT_EQ(told(stop(0), Phase::arrested, 1), (Told{arrested}));
  EXPECT_EQ(told(go(0), Phase::flowing, 0), (Told{released}));
  EXPECT_EQ(told(go(stop(0)), Phase::flowing, 1), (Told{arrested, released}));
  EXPECT_EQ(told(stop(go(0)), Phase::arrested, 1), (Told{released, arrested}));
  EXPECT_EQ(told(stop(go(stop(0))), Phase::arrested, 2), (Told{arrested, released, arrested}));
  EXPECT_EQ(told(go(stop(go(0))), Phase::flowing, 1), (Told{released, arrested, released}));
  EXPECT_EQ(told(stop(go(stop(go(0)))), Phase::lodged, 2), (Told{released, arrested}));
  EXPECT_EQ(told(news::held | news::let_go, Phase::leaving, 0), (Told{held, released}));
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
  const int n = 100'000;
  const double drag_at_0_05_pa = 1.7005 * 6 * M_PI * 0.05 * 64;  // 103 pN for R = 8 um
  const double p = 1 - std::exp(-0.6 * (1 - drag_at_0_05_pa / 200));
  EXPECT_NEAR(static_cast<double>(caught(200, 0.05f, n)), n * p, 3.5 * std::sqrt(n * p * (1 - p)));
  EXPECT_EQ(caught(200, 0.1f, n), 0) << "205 pN at 0.1 Pa";
  EXPECT_EQ(caught(0, 0, n), 0) << "no adhesion";
}

}  // namespace
}  // namespace metastasim
