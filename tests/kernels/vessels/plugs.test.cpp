#include "kernels/vessels/plugs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/circulation/arrest.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

constexpr float stiff = 10, soft = 0.1f;  ///< mN/m

/// A cell of this radius in a segment, as `circulate` leaves it.
void put(State& state, std::uint32_t segment, float radius_um, float tension, Phase phase) {
  const std::uint32_t row = state.travellers.read_count();
  testing::set_off(state, 1, {.segment = segment, .radius_um = radius_um});
  Table& t = state.travellers;
  const auto code = static_cast<std::uint8_t>(phase);
  t.from_host(traveller::cluster_size, std::span<const float>({&radius_um, 1}), row);
  t.from_host(traveller::cluster_tension, std::span<const float>({&tension, 1}), row);
  t.from_host(traveller::phase, std::span<const std::uint8_t>({&code, 1}), row);
}

/// Vessels of 8 um; a cell of this radius stands in the first piece of the first. All of the 5 mmHg
/// across it do not push a stiff one through.
State with_a_cell(float radius_um, Phase phase, float tension = stiff) {
  State state = testing::with_two_vessels();
  put(state, 0, radius_um, tension, phase);
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

TEST(Plugs, ACellThatIsPushedThroughNoLongerStopsTheBlood) {
  State state = with_a_cell(8.5f, Phase::arrested, soft);
  const std::vector<float> before = flow(state);
  solve(state);
  for (std::size_t s = 0; s < before.size(); ++s) EXPECT_FLOAT_EQ(flow(state)[s], before[s]);
  const float bore = state.vessels.segments.to_host(segment::plug_pressure)[0];
  EXPECT_NEAR(bore, 5 * 133.322, 1) << "what stood across it, by which circulate lets it go";
}

/// A feeder that leads into ten equal capillaries of 6 um, each with as many cells stuck as said.
State with_ten_ways(int cells_in_each, float tension) {
  State state = testing::box(16);
  vessels::Network net;
  for (const double x_um : {0, 100, 200, 300})
    net.nodes.push_back({net.nodes.size() + 1, x_um, 160, 160});
  net.segments.push_back({1, 0, 1, 9, 100});
  for (std::uint64_t i = 0; i < 10; ++i) net.segments.push_back({i + 2, 1, 2, 6, 100});
  net.segments.push_back({12, 2, 3, 9, 100});
  net.boundary = {{0, vessels::Boundary::pressure, 14, 0.45},
                  {3, vessels::Boundary::pressure, 8, 0.45}};
  vessels::add_network(state, testing::device(), SiteId{0}, net);
  vessels::rebuild_vessel_geometry(state, testing::device());
  for (std::uint32_t s = 1; s <= 10; ++s)
    for (int i = 0; i < cells_in_each; ++i)
      put(state, s, 8.5f + 0.01f * static_cast<float>(s), tension, Phase::arrested);
  return state;
}

/// Segments whose cells `circulate` will let go.
int pushed_through(const State& state, float tension) {
  const auto pressure = state.vessels.segments.to_host(segment::plug_pressure);
  int n = 0;
  for (std::uint32_t s = 1; s <= 10; ++s)
    n += pressure[s] >
         circulation::entry_pressure_pa(tension, 3, 8.5f + 0.01f * static_cast<float>(s));
  return n;
}

/// Where all ways are shut each cell bears all 6 mmHg; those that are pushed through relieve the rest.
TEST(Plugs, TheFirstThatGivesWayRelievesTheOthers) {
  const float tension = 1.2f;  // 518 Pa and more, of 800
  State state = with_ten_ways(1, tension);
  solve(state);
  EXPECT_GE(pushed_through(state, tension), 1);
  EXPECT_LE(pushed_through(state, tension), 9) << "not all at once";
  const auto status = state.vessels.segments.to_host(segment::flow_status);
  const auto shut = static_cast<std::uint8_t>(vessels::SegmentStatus::plugged);
  EXPECT_EQ(std::ranges::count(status, shut), 10 - pushed_through(state, tension));
}

TEST(Plugs, ThatStandOneBehindTheOtherShareThePressure) {
  const float tension = 1.2f;
  State state = with_ten_ways(2, tension);
  solve(state);
  EXPECT_EQ(pushed_through(state, tension), 0) << "400 Pa for each";
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
