#include "kernels/vessels/plugs.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

/// Vessels of 8 um; a cell of this radius stands in the first piece of the first.
State with_a_cell(float radius_um, Phase phase) {
  State state = testing::with_two_vessels();
  testing::set_off(state, 1, {.radius_um = radius_um});
  state.travellers.from_host(traveller::cluster_size, std::span<const float>({&radius_um, 1}));
  const auto code = static_cast<std::uint8_t>(phase);
  state.travellers.from_host(traveller::phase, std::span<const std::uint8_t>({&code, 1}));
  return state;
}

void solve(State& state) {
  testing::run_once(state, testing::default_parameters(), "blood_flow", 60);
}

std::vector<float> flow(const State& state) {
  return state.vessels.segments.to_host(segment::flow);
}

TEST(Plugs, AStuckCellStopsTheBloodOfItsVesselUntilItIsGone) {
  State state = with_a_cell(8.5f, Phase::arrested);
  const std::vector<float> before = flow(state);
  const std::size_t pieces = before.size() / 2;
  solve(state);
  for (std::size_t s = 0; s < pieces; ++s) {
    EXPECT_NE(before[s], 0);
    EXPECT_LT(std::abs(flow(state)[s]), 1e-5 * std::abs(before[s])) << "piece " << s << ", plugged";
    EXPECT_FLOAT_EQ(flow(state)[pieces + s], before[pieces + s]) << "the other vessel";
  }
  const auto flowing = static_cast<std::uint8_t>(Phase::flowing);
  state.travellers.from_host(traveller::phase, std::span<const std::uint8_t>({&flowing, 1}));
  solve(state);
  for (std::size_t s = 0; s < before.size(); ++s) EXPECT_FLOAT_EQ(flow(state)[s], before[s]);
}

TEST(Plugs, WhatFlowsOrOnlySticksToTheWallLeavesRoom) {
  for (auto [radius_um, phase] :
       {std::pair{8.5f, Phase::flowing}, std::pair{8.5f, Phase::squeezing},
        std::pair{3.0f, Phase::arrested}}) {
    State state = with_a_cell(radius_um, phase);
    const std::vector<float> before = flow(state);
    solve(state);
    EXPECT_EQ(flow(state), before) << radius_um << " um";
  }
}

TEST(Plugs, WhereAFlowIsImposedTheBloodFindsItsWay) {
  State state = with_a_cell(8.5f, Phase::arrested);
  const VesselRange all = state.vessels.of_site[0];
  EXPECT_TRUE(vessels::Plugs(state).moved(all));
  auto boundary = state.vessels.nodes.to_host(node::boundary);
  boundary[0] = static_cast<std::uint8_t>(vessels::Boundary::flow);
  state.vessels.nodes.from_host(node::boundary, std::span<const std::uint8_t>(boundary));
  EXPECT_FALSE(vessels::Plugs(state).moved(all));
}

TEST(Plugs, ThatStayWhereTheyAreAreSolvedOnce) {
  State state = with_a_cell(8.5f, Phase::arrested);
  solve(state);
  EXPECT_FALSE(vessels::Plugs(state).moved(state.vessels.of_site[0]));
}

}  // namespace
}  // namespace metastasim
