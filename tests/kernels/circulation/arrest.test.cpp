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
