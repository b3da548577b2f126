#include "kernels/tissue/cycle.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/tissue/motion.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double dt_min = 6;
constexpr int many = 100'000;

Parameters cycling(double doubling_min, int stages) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "cycle", "cell.*.doubling_time", doubling_min);
  testing::set_cell(parameters, "cycle", "cell.*.cycle_stages", stages);
  return parameters;
}

void grow(State& state, const Parameters& parameters, int steps) {
  for (int i = 0; i < steps; ++i) {
    testing::run_once(state, parameters, "cycle", dt_min);
    --state.tick;  // both belong to one tick
    testing::run_once(state, parameters, "resolve_intents", dt_min);
  }
}

TEST(Cycle, OneStageIsAYuleProcess) {
  State state = testing::founders(many);
  grow(state, cycling(60, 1), 30);
  // Galton-Watson: every step each cell becomes two with probability p.
  const double p = std::pow(2, 0.1) - 1, growth = 1 + p;
  const double variance =
      p * (1 - p) * std::pow(growth, 29) * (std::pow(growth, 30) - 1) / (growth - 1);
  const testing::Estimate found(testing::clone_sizes(state, many));
  EXPECT_NEAR(found.mean, 8, 3.5 * found.mean_error);  // 180 min are three doublings
  EXPECT_NEAR(found.variance, variance, 3.5 * found.variance_error);
}

TEST(Cycle, APopulationDoublesInTheDoublingTimeWhateverTheStages) {
  for (const int stages : {2, 10}) {
    State state = testing::founders(many);
    grow(state, cycling(120, stages), 40);
    const testing::Estimate found(testing::clone_sizes(state, many));
    EXPECT_NEAR(found.mean, 4, 3.5 * found.mean_error) << stages;
  }
}

TEST(Cycle, DivisionTimesVaryByOneOverTheRootOfTheStages) {
  constexpr int stages = 15;
  State state = testing::founders(many);
  const Parameters parameters = cycling(360, stages);
  state.tick = 1;  // at tick 0 the founders would be spread over the stages
  std::vector<double> steps(many, 0);
  for (int i = 0; i < 250; ++i) {
    testing::run_once(state, parameters, "cycle", dt_min);
    const auto intent = state.sites[0]->cells.to_host(cell::intent);
    for (std::size_t c = 0; c < many; ++c) steps[c] += intent[c] == 0;
  }
  const double p = (std::pow(2, dt_min / 360) - 1) / (std::pow(2, 1.0 / stages) - 1);
  const testing::Estimate found(steps);  // steps before the last one: negative binomial
  EXPECT_NEAR(found.mean, stages / p - 1, 3.5 * found.mean_error);
  EXPECT_NEAR(found.variance, stages * (1 - p) / (p * p), 3.5 * found.variance_error);
}

void expect_standstill(const std::function<void(Table&)>& prepare) {
  State state = testing::founders(20000);
  prepare(state.sites[0]->cells);
  grow(state, cycling(60, 1), 5);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 20000u);
}

TEST(Cycle, StandsStillWithoutOxygen) {
  expect_standstill([](Table& cells) { testing::set_all(cells, sensed::po2, 8.8f); });
}
TEST(Cycle, StandsStillWhereNeighboursPress) {
  expect_standstill([](Table& cells) { testing::set_all(cells, motion::pressure, 4.1f); });
}
TEST(Cycle, StandsStillInASleeper) {
  expect_standstill(
      [](Table& cells) { testing::set_all(cells, colony::dormant, std::uint8_t{1}); });
}
TEST(Cycle, StandsStillInSoilThatGrantsNoGrowth) {
  expect_standstill([](Table& cells) { testing::set_all(cells, colony::growth, 0.0f); });
}

TEST(Cycle, VolumeFollowsTheStageExponentially) {
  State state = testing::box();
  const double newborn = std::pow(8.5, 3) / 2;
  testing::place(state, *state.sites[0], {{100, 100, 100, static_cast<float>(std::cbrt(newborn))}});
  Table& cells = state.sites[0]->cells;
  const Parameters parameters = cycling(1.44e6, 10);
  state.tick = 1;
  testing::run_once(state, parameters, "cycle", dt_min);
  EXPECT_NEAR(std::pow(cells.to_host(cell::radius)[0], 3), newborn, 1e-3);  // stage 0: no growth
  testing::set_all(cells, cycle::stage, std::uint8_t{9});
  for (int i = 0; i < 37; ++i) testing::run_once(state, parameters, "cycle", dt_min);
  EXPECT_NEAR(std::pow(cells.to_host(cell::radius)[0], 3),
              2 * newborn - newborn * std::exp(-37 * dt_min / 222), 0.02);
}

}  // namespace
}  // namespace metastasim
