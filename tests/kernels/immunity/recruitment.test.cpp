#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/network.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr double half_signal = 0.1, per_mm2_min = 5;

/// A vessel of 10 um radius and 320 um length in a field of signal. Type 0 is the tumour's, 1 the
/// effectors'.
State vessel_in_signal(float signal, float flow = 1, VesselKind kind = VesselKind::capillary) {
  State state = testing::box();
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, flow, 0, 0, kind}});
  const std::vector<float> all(static_cast<std::size_t>(site.grid.voxels()), signal);
  site.fields.from_host(immunity::signal, std::span<const float>(all));
  return state;
}

Parameters recruiting() {
  Parameters parameters = testing::default_parameters(1, 2);
  testing::set_cell_parameter(parameters, "cell.*.immune.arrivals", per_mm2_min, 1);
  testing::set_cell_parameter(parameters, "cell.*.diameter", 8, 1);
  testing::set_cell_parameter(parameters, "cell.*.apoptosis_rate", 0.01, 1);
  return parameters;
}

void step(State& state, const Parameters& parameters, bool dying = false, double dt_min = 1) {
  const std::uint32_t tick = state.tick;
  for (const char* process : {"death", "immune_recruitment", "resolve_intents"}) {
    if (process == std::string("death") && !dying) continue;
    state.tick = tick;
    testing::run_once(state, parameters, process, dt_min);
  }
}

std::uint64_t counted(const State& state, Count count) {
  return state.counters.to_host()[static_cast<std::size_t>(count)];
}

TEST(Recruitment, FollowsSurfaceAndSignal) {
  Parameters parameters = recruiting();
  const double many_per_mm2_min = 100, dt_min = 200, surface_mm2 = 2 * M_PI * 10 * 320 * 1e-6;
  testing::set_cell_parameter(parameters, "cell.*.immune.arrivals", many_per_mm2_min, 1);
  for (const double signal : {0.1, 0.9}) {
    State state = vessel_in_signal(static_cast<float>(signal));
    for (int i = 0; i < 500; ++i) step(state, parameters, false, dt_min);
    const double mean =
        500 * dt_min * many_per_mm2_min * surface_mm2 * signal / (signal + half_signal);
    EXPECT_NEAR(static_cast<double>(counted(state, Count::immune_arrived)), mean,
                3.5 * std::sqrt(mean));
  }
}

TEST(Recruitment, WhoFindsNoRoomWaitsAndIsNotForgotten) {
  Parameters parameters = recruiting();
  testing::set_cell_parameter(parameters, "cell.*.immune.arrivals", 100, 1);
  State state = vessel_in_signal(half_signal);
  constexpr int steps = 200;
  constexpr double dt_min = 20;
  for (int i = 0; i < steps; ++i) {
    testing::run_once(state, parameters, "immune_recruitment", dt_min);
    if (i + 1 < steps) continue;
    --state.tick;
    testing::run_once(state, parameters, "resolve_intents", dt_min);
  }
  const double mean = steps * dt_min * 100 * 2 * M_PI * 10 * 320 * 1e-6 / 2;
  EXPECT_NEAR(static_cast<double>(counted(state, Count::immune_arrived)), mean,
              3.5 * std::sqrt(mean));
}

TEST(Recruitment, NeedsSignalFlowAndBlood) {
  const Parameters parameters = recruiting();
  State silent = vessel_in_signal(0), still = vessel_in_signal(1, 0),
        lymph = vessel_in_signal(1, 1, VesselKind::lymphatic);
  for (State* state : {&silent, &still, &lymph}) {
    for (int i = 0; i < 500; ++i) step(*state, parameters);
    EXPECT_EQ(state->sites[0]->cells.read_count(), 0u);
  }
}

TEST(Recruitment, NewcomersStandBesideTheVesselWithNumbersOfTheirOwn) {
  const Parameters parameters = recruiting();
  State state = vessel_in_signal(1);
  for (int i = 0; i < 500; ++i) step(state, parameters);
  const Table& cells = state.sites[0]->cells;
  const auto id = cells.to_host(cell::id);
  const auto y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  const auto kind = cells.to_host(cell::kind), type = cells.to_host(cell::type);
  ASSERT_GT(id.size(), 10u);
  EXPECT_EQ(std::set<std::uint64_t>(id.begin(), id.end()).size(), id.size());
  EXPECT_EQ(state.next_cell_id.read(), id.size() + 1);
  for (std::size_t i = 0; i < id.size(); ++i) {
    EXPECT_NEAR(std::hypot(to_um(y[i]) - 160, to_um(z[i]) - 160), 14, 1e-3);
    EXPECT_TRUE(is_effector(kind[i]));
    EXPECT_EQ(type[i], 1);
  }
}

TEST(Recruitment, PlacedAndArrivedMinusDiedArePresent) {
  const Parameters parameters = recruiting();
  State state = vessel_in_signal(1);
  const std::vector<testing::PlacedCell> placed(20, {50, 50, 50, 4, CellKind::effector, 1});
  testing::place(state, *state.sites[0], placed);
  for (int i = 0; i < 300; ++i) {
    step(state, parameters, true);
    ASSERT_EQ(state.sites[0]->cells.read_count(),
              20 + counted(state, Count::immune_arrived) - counted(state, Count::immune_died));
  }
  EXPECT_GT(counted(state, Count::immune_arrived), 10u);
  EXPECT_GT(counted(state, Count::immune_died), 10u);
}

}  // namespace
}  // namespace metastasim
