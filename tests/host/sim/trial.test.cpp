#include "host/sim/trial.hpp"

#include <gtest/gtest.h>

#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

constexpr std::int64_t tick_us = 15'000'000;

/// Every process takes a second a call; the first step takes so much in all.
Trial of_a_second_each(double first_step_s) {
  Trial trial{first_step_s, {}, 3};
  for (const CascadeEntry& entry : cascade()) trial.times.push_back({entry.process.name, 2, 2.0});
  return trial;
}

double calls_in(std::uint32_t ticks) {
  double calls = 0;
  for (std::uint32_t tick = 0; tick < ticks; ++tick)
    for (const CascadeEntry& entry : cascade()) calls += tick % period_ticks(entry, tick_us) == 0;
  return calls;
}

TEST(Trial, EachProcessWeighsAsOftenAsItRuns) {
  for (const std::uint32_t ticks : {0u, 1u, 2u, 100u, 5000u})
    EXPECT_DOUBLE_EQ(run_seconds(of_a_second_each(0), tick_us, ticks), calls_in(ticks)) << ticks;
}

TEST(Trial, WhatTheFirstStepTakesBeyondTheOthersCountsOnce) {
  const double processes = static_cast<double>(cascade().size());
  const Trial trial = of_a_second_each(processes + 50);
  EXPECT_DOUBLE_EQ(run_seconds(trial, tick_us, 1), processes + 50);
  EXPECT_DOUBLE_EQ(run_seconds(trial, tick_us, 100), calls_in(100) + 50);
}

TEST(Trial, OnALatticeEveryProcessRunsInEveryTickWhateverItsPeriodInTissue) {
  Trial trial{0, {}, 3};
  for (std::size_t p = tissue_processes(); p < cascade().size(); ++p)
    trial.times.push_back({cascade()[p].process.name, 2, 2.0});
  trial.times.push_back({"resolve_intents", 2, 2.0});
  constexpr std::int64_t no_divisor_of_a_minute_us = 40'000'000;
  EXPECT_DOUBLE_EQ(run_seconds(trial, no_divisor_of_a_minute_us, 100),
                   100.0 * static_cast<double>(trial.times.size()));
}

TEST(Trial, SeesEveryProcessWarm) {
  Model model{testing::box(), testing::default_parameters()};
  testing::place(model.state, *model.state.sites[0], {{10, 10, 10}});
  const Trial trial = take_trial(testing::device(), model);
  ASSERT_EQ(trial.times.size(), tissue_processes());
  for (const ProcessTime& time : trial.times) EXPECT_EQ(time.calls, 2u) << time.name;
  EXPECT_GT(trial.first_step_s, 0);
}

}  // namespace
}  // namespace metastasim
