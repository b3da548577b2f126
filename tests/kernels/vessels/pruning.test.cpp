#include <gtest/gtest.h>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

Parameters eager() {
  Parameters p = testing::default_parameters();
  testing::set(p, "sprouting", "site.*.blood.angiogenesis.sprouting", 1);
  testing::set(p, "sprouting", "site.*.blood.angiogenesis.reach", 30);
  return p;
}

void hours(State& state, const Parameters& p, int n) {
  for (int i = 0; i < n; ++i)
    for (const char* process : {"pruning", "sprouting", "blood_flow", "perfusion"}) {
      const std::uint32_t tick = state.tick;
      testing::run_once(state, p, process, 60);
      state.tick = tick;
      if (std::string(process) == "perfusion") state.tick += 600;  // of 6 s
    }
}

template <class T>
void set_all(Table& table, const Column<T>& column, T value) {
  const std::vector<T> values(table.read_count(), value);
  table.from_host(column, std::span<const T>(values));
}

std::uint32_t segments(const State& state) { return state.vessels.segments.read_count(); }

State with_blind_sprouts(const Parameters& p) {
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, p, 3);
  testing::set_vegf(*state.sites[0], [](float, float, float) { return 0.0f; });
  return state;
}

TEST(Pruning, ASproutThatFindsNoWayGoesWhenItsTimeIsOver) {
  const Parameters p = eager();
  State state = with_blind_sprouts(p);
  const std::uint32_t with_sprouts = segments(state);
  EXPECT_GT(with_sprouts, 16u);
  hours(state, p, 46);
  EXPECT_EQ(segments(state), with_sprouts);
  hours(state, p, 4);
  for (const std::uint64_t sprout : state.vessels.segments.to_host(segment::sprout))
    EXPECT_EQ(sprout, 0u);
  for (const std::uint64_t tip : state.vessels.nodes.to_host(node::tip_of)) EXPECT_EQ(tip, 0u);
}

TEST(Pruning, AVesselWithoutShearGoesAfterItsTimeUnlessItIsOld) {
  for (const bool all : {false, true}) {
    Parameters p = testing::default_parameters();
    testing::set(p, "pruning", "site.*.blood.pruning.vessels", all ? 1 : 0);
    State state = testing::with_two_vessels();
    set_all(state.vessels.segments, segment::wall_shear, 0.7f);
    state.vessels.flow_is_stale = false;
    for (int hour = 0; hour < 66; ++hour) testing::run_once(state, p, "pruning", 60);
    EXPECT_EQ(segments(state), 16u);
    for (int hour = 0; hour < 2; ++hour) testing::run_once(state, p, "pruning", 60);
    EXPECT_EQ(segments(state), all ? 0u : 16u);
  }
}

TEST(Pruning, AnHourOfGoodShearStartsTheClockAnew) {
  Parameters p = testing::default_parameters();
  testing::set(p, "pruning", "site.*.blood.pruning.vessels", 1);
  State state = testing::with_two_vessels();
  for (int hour = 0; hour < 150; ++hour) {
    set_all(state.vessels.segments, segment::wall_shear, hour % 60 == 59 ? 1.0f : 0.0f);
    testing::run_once(state, p, "pruning", 60);
  }
  EXPECT_EQ(segments(state), 16u);
}

TEST(Pruning, WaitsForTheCellInside) {
  Parameters p = testing::default_parameters();
  testing::set(p, "pruning", "site.*.blood.pruning.vessels", 1);
  State state = testing::with_two_vessels();
  set_all(state.vessels.segments, segment::wall_shear, 0.0f);
  state.travellers.append(1);
  const std::uint32_t place = 5;
  state.travellers.from_host(traveller::place, std::span<const std::uint32_t>(&place, 1));
  set_all(state.travellers, traveller::phase, static_cast<std::uint8_t>(Phase::arrested));
  for (int hour = 0; hour < 70; ++hour) testing::run_once(state, p, "pruning", 60);
  EXPECT_EQ(segments(state), 8u) << "the whole vessel, however finely it is cut";
  EXPECT_EQ(state.vessels.segments.to_host(segment::id)[5], 6u);
  EXPECT_EQ(state.travellers.to_host(traveller::place)[0], 5u);
  set_all(state.travellers, traveller::phase, static_cast<std::uint8_t>(Phase::staying));
  testing::run_once(state, p, "pruning", 60);
  EXPECT_EQ(segments(state), 0u);
}

TEST(Perfusion, IsNotedOnceWhenBloodFirstRuns) {
  const Parameters p = eager();
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, p, 5);
  for (const std::uint32_t tick : state.vessels.segments.to_host(segment::perfused))
    EXPECT_EQ(tick, 0u);
  hours(state, p, 15);
  const auto first = state.vessels.segments.to_host(segment::perfused);
  const auto flow = state.vessels.segments.to_host(segment::flow);
  const auto sprout = state.vessels.segments.to_host(segment::sprout);
  int noted = 0;
  for (std::size_t s = 0; s < first.size(); ++s) {
    noted += first[s] != 0;
    EXPECT_TRUE(sprout[s] == 0 || flow[s] == 0 || first[s] > 0);
    EXPECT_TRUE(sprout[s] != 0 || first[s] == 0);
  }
  EXPECT_GT(noted, 4);
  testing::run_once(state, p, "perfusion", 60);
  EXPECT_EQ(state.vessels.segments.to_host(segment::perfused), first);
}

}  // namespace
}  // namespace metastasim
