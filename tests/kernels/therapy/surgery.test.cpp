#include <gtest/gtest.h>

#include "host/sim/diary.hpp"
#include "host/sim/milestones.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

/// A line of cells, 10 um apart; the surgeon takes those within 35 um of the first after 2 min.
State operated_at_2_min() {
  State state = testing::box();
  Site& site = *state.sites[0];
  for (int i = 0; i < 10; ++i)
    testing::place(state, site, {{100 + 10.0f * static_cast<float>(i), 100, 100}});
  testing::place(state, site, {{110, 100, 110, 4, CellKind::effector}});
  Intervention surgery;
  surgery.name = "resection";
  surgery.at_min = 2;
  surgery.site = 0;
  surgery.x_um = surgery.y_um = surgery.z_um = 100;
  surgery.radius_um = 35;
  state.interventions = {surgery};
  return state;
}

void minute(State& state, const Parameters& parameters) {
  const std::uint32_t tick = state.tick;
  testing::run_once(state, parameters, "surgery", 1);
  state.tick = tick;
  testing::run_once(state, parameters, "resolve_intents", 1);
  state.tick = tick + 10;
}

std::uint64_t counted(const State& state, Count count) {
  return state.counters.to_host()[static_cast<std::size_t>(count)];
}

TEST(Surgery, RemovesARegionOnceAtItsDate) {
  const Parameters parameters = testing::default_parameters();
  State state = operated_at_2_min();
  for (const std::uint32_t left : {11u, 11u, 6u, 6u}) {
    minute(state, parameters);
    EXPECT_EQ(state.sites[0]->cells.read_count(), left) << "before minute " << state.time_min();
  }
  EXPECT_EQ(counted(state, Count::removed_by_surgery), 4u);
  EXPECT_EQ(counted(state, Count::immune_died), 1u);
  EXPECT_EQ(counted(state, Count::died_in_tissue), 0u) << "nobody died of the disease";
}

TEST(Surgery, TakesABallWhateverTheDirection) {
  State state = operated_at_2_min();
  Site& site = *state.sites[0];
  site.cells.set_count(0);
  for (const float um : {-40.0f, -30.0f, 30.0f, 40.0f})
    testing::place(state, site, {{100 + um, 100, 100}, {100, 100 + um, 100}, {100, 100, 100 + um}});
  for (int i = 0; i < 3; ++i) minute(state, testing::default_parameters());
  EXPECT_EQ(site.cells.read_count(), 6u);
  EXPECT_EQ(counted(state, Count::removed_by_surgery), 6u);
}

TEST(Surgery, IsAMilestoneWithItsNumberOfCells) {
  const Parameters parameters = testing::default_parameters();
  State state = operated_at_2_min();
  Milestones milestones(state);
  for (int i = 0; i < 4; ++i) minute(state, parameters);
  const auto news = milestones.news(state);
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(news[0].text, "resection: 4 tumour cells removed in box");
  EXPECT_DOUBLE_EQ(news[0].time_min, 2);
}

TEST(Surgery, ADateBetweenTwoStepsIsTheNextStep) {
  const Parameters parameters = testing::default_parameters();
  State state = operated_at_2_min();
  state.interventions[0].at_min = 1.5;
  for (const std::uint32_t left : {11u, 11u, 6u}) {
    minute(state, parameters);
    EXPECT_EQ(state.sites[0]->cells.read_count(), left);
  }
}

}  // namespace
}  // namespace metastasim
