#include "host/sim/progress.hpp"

#include <gtest/gtest.h>

#include "kernels/invasion/membrane.hpp"
#include "kernels/state/events.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

TEST(Progress, LineTellsTimeCellsSpeedAndWhatIsLeft) {
  const std::string line = progress_line({1440 + 22 * 60 + 30, 2880, 27900, 28800, 18240}, 180);
  EXPECT_NE(line.find("day 1, 22:30 of 2 d"), std::string::npos);
  EXPECT_NE(line.find("97 %"), std::string::npos);
  EXPECT_NE(line.find("18,240 cells"), std::string::npos);
  EXPECT_NE(line.find("0:05 left"), std::string::npos);
}

TEST(Progress, LineSurvivesARunThatHasNotMovedYet) {
  EXPECT_NE(progress_line({0, 0, 0, 0, 0}, 0).find("0 cells"), std::string::npos);
}

void happen(State& state, EventKind kind, std::uint32_t tick, std::uint64_t place) {
  const std::uint32_t row = state.events.append(1);
  auto put = [&](const auto& column, auto value) {
    auto values = state.events.to_host(column);
    values[row] = value;
    state.events.from_host(column, std::span<const decltype(value)>(values));
  };
  put(event::number, state.next_event.take(1));
  put(event::tick, tick);
  put(event::kind, static_cast<std::uint8_t>(kind));
  put(event::place, place);
}

TEST(Milestones, AreToldOnceAndWithTheTimeAtWhichTheyHappened) {
  State state = testing::box();
  Milestones milestones(state);
  EXPECT_TRUE(milestones.news(state).empty());
  happen(state, EventKind::invaded, 100, 0);
  happen(state, EventKind::invaded, 120, 0);
  const auto news = milestones.news(state);
  ASSERT_EQ(news.size(), 1u);
  EXPECT_DOUBLE_EQ(news[0].time_min, 10);
  happen(state, EventKind::invaded, 140, 0);
  EXPECT_TRUE(milestones.news(state).empty());
}

TEST(Milestones, OfTheSecondDivisionAreColonies) {
  State state = testing::box();
  Milestones milestones(state);
  happen(state, EventKind::divided, 10, 1);
  EXPECT_TRUE(milestones.news(state).empty());
  happen(state, EventKind::divided, 20, 2);
  ASSERT_EQ(milestones.news(state).size(), 1u);
}

TEST(Milestones, TellBloodFromLymphAndNameTheNode) {
  State state = testing::box();
  state.body.plan.names = {"veins", "axillary node"};
  state.body.plan.compartments.resize(2);
  Milestones milestones(state);
  happen(state, EventKind::entered, 10, 1);
  happen(state, EventKind::entered_lymph, 20, 2);
  happen(state, EventKind::held, 30, 1);
  happen(state, EventKind::shed, 40, 1);
  std::vector<std::string> told;
  for (const Milestone& one : milestones.news(state)) told.push_back(one.text);
  EXPECT_EQ(told,
            (std::vector<std::string>{"first cell in the blood", "first cell in the lymph",
                                      "first cell held in the axillary node",
                                      "first cell shed by a family settled in the axillary node"}));
}

TEST(Milestones, DoNotRepeatWhatAResumedRunHasBehindIt) {
  State state = testing::box();
  happen(state, EventKind::invaded, 100, 0);
  Milestones milestones(state);
  happen(state, EventKind::invaded, 101, 0);
  EXPECT_TRUE(milestones.news(state).empty());
}

/// A box with a whole membrane; open() takes all of it away.
State with_membrane() {
  State state = testing::box(16, 20);
  invasion::place_basement_membrane(state.sites[0]->fields, 160, 160, 160, 90);
  return state;
}
void open(State& state) {
  Fields& fields = state.sites[0]->fields;
  const std::vector<float> none(static_cast<std::size_t>(fields.grid().voxels()), 0.0f);
  for (const auto* face : {&field::membrane_x, &field::membrane_y, &field::membrane_z})
    fields.from_host(*face, std::span<const float>(none));
}

TEST(Milestones, TellOnceThatAMembraneIsOpenAsOfTheOutputThatSeesIt) {
  State state = with_membrane();
  Milestones milestones(state);
  EXPECT_TRUE(milestones.seen_at_output(state).empty());
  open(state);
  state.tick = 100;
  const auto seen = milestones.seen_at_output(state);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].text, "basement membrane first open in box");
  EXPECT_DOUBLE_EQ(seen[0].time_min, 10);
  EXPECT_TRUE(milestones.seen_at_output(state).empty());
}

TEST(Milestones, PassOverAMembraneThatOutputsHaveSeenOpen) {
  State state = with_membrane();
  open(state);
  const auto told = [&](double breached_um2) {
    Milestones milestones(state);
    milestones.pass_over(state, {{{"membrane_breached_box", "um2", {0, breached_um2}}}});
    return milestones.seen_at_output(state).size();
  };
  EXPECT_EQ(told(0), 1u);
  EXPECT_EQ(told(5), 0u);
}

}  // namespace
}  // namespace metastasim
