#include "kernels/vessels/vessel_edit.hpp"

#include <gtest/gtest.h>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/resolve/vessel_rows.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim::vessels {
namespace {

float flow_of(const State& state, std::uint64_t id) {
  const auto ids = state.vessels.segments.to_host(segment::id);
  const auto flow = state.vessels.segments.to_host(segment::flow);
  for (std::size_t s = 0; s < ids.size(); ++s)
    if (ids[s] == id) return flow[s];
  ADD_FAILURE() << "no vessel " << id;
  return 0;
}

/// One traveller in a row of the vessels.
void board(State& state, std::uint32_t place, float along) {
  Table& t = state.travellers;
  const std::uint32_t row = t.append(1);
  const auto set = [&](const auto& column, auto value) {
    t.from_host(column, std::span<const decltype(value)>(&value, 1), row);
  };
  set(traveller::phase, static_cast<std::uint8_t>(Phase::flowing));
  set(traveller::place, place);
  set(traveller::along, along);
}

TEST(VesselEdit, ACutVesselCarriesTheSameBlood) {
  State state = testing::with_two_vessels();
  const float before = flow_of(state, 3);
  VesselEdit edit(state.vessels);
  edit.split(2, 0.3);
  resolve::carry_out(edit, state, testing::device());
  testing::run_once(state, testing::default_parameters(), "blood_flow", 60);
  EXPECT_EQ(state.vessels.segments.read_count(), 17u);
  EXPECT_NEAR(flow_of(state, 3) / before, 1, 1e-6);
  EXPECT_EQ(flow_of(state, 3), flow_of(state, edit.segments.back().id));
  EXPECT_NEAR(edit.segments[2].length_um, 0.3 * 40, 1e-4);
}

TEST(VesselEdit, TravellersStayWhereTheyAreInACutVessel) {
  State state = testing::with_two_vessels();
  for (const float along : {0.1f, 0.29f, 0.31f, 0.5f, 0.9f}) board(state, 2, along);
  board(state, 12, 0.7f);
  VesselEdit edit(state.vessels);
  edit.split(2, 0.3);
  edit.split(edit.part_of(2, 0.8f), 0.5);  // of the remaining 0.7: at 0.65
  resolve::carry_out(edit, state, testing::device());
  const auto place = state.travellers.to_host(traveller::place);
  const auto along = state.travellers.to_host(traveller::along);
  const auto from = state.vessels.segments.to_host(segment::from);
  const auto to = state.vessels.segments.to_host(segment::to);
  const auto x = state.vessels.nodes.to_host(node::x);
  const auto um = [&](std::size_t t) {
    const double a = to_um(x[from[place[t]]]), b = to_um(x[to[place[t]]]);
    return a + along[t] * (b - a);
  };
  const double expected[] = {80 + 4, 80 + 11.6, 80 + 12.4, 80 + 20, 80 + 36, 160 + 28};
  for (std::size_t t = 0; t < 6; ++t) EXPECT_NEAR(um(t), expected[t], 1e-3) << "traveller " << t;
}

TEST(VesselEdit, ARemovedVesselTakesItsLonelyNodesAlongButNotThePorts) {
  State state = testing::with_two_vessels();
  VesselEdit edit(state.vessels);
  edit.segments[0].removed = edit.segments[1].removed = true;
  resolve::carry_out(edit, state, testing::device());
  EXPECT_EQ(state.vessels.segments.read_count(), 14u);
  EXPECT_EQ(state.vessels.nodes.read_count(), 17u);  // of 18; the port without a vessel stays
  EXPECT_EQ(state.vessels.of_site[0].segments, 14u);
  EXPECT_EQ(state.vessels.pieces_of_site[0].length_um.to_host().size(), 14u * 2);
  testing::run_once(state, testing::default_parameters(), "blood_flow", 60);
  EXPECT_EQ(flow_of(state, 3), 0);
  EXPECT_NE(flow_of(state, 9), 0);
}

}  // namespace
}  // namespace metastasim::vessels
