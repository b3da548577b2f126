#include <gtest/gtest.h>

#include "kernels/tissue/sensed.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double dt_min = 6;
constexpr int many = 100000;

/// Shares of cells that are to die of apoptosis and of necrosis after one step.
struct Dying {
  double apoptosis = 0, necrosis = 0;
};
Dying after_one_step(const Parameters& parameters, float po2) {
  State state = testing::founders(many);
  Table& cells = state.sites[0]->cells;
  testing::set_all(cells, sensed::po2, po2);
  testing::run_once(state, parameters, "death", dt_min);
  const auto intent = cells.to_host(cell::intent);
  const auto cause = cells.to_host(cell::intent_detail);
  Dying share;
  for (std::size_t i = 0; i < many; ++i) {
    if (intent[i] != static_cast<std::uint8_t>(Intent::die)) continue;
    share.apoptosis += (cause[i] == static_cast<std::uint32_t>(Death::apoptosis)) * 1.0 / many;
    share.necrosis += (cause[i] == static_cast<std::uint32_t>(Death::necrosis)) * 1.0 / many;
  }
  return share;
}
double error_of(double share) { return 3.5 * std::sqrt(share * (1 - share) / many); }

TEST(Death, NecrosisSetsInLinearlyWithTheLackOfOxygen) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "death", "cell.*.apoptosis_rate", 0);
  for (const auto& [po2, part] :
       {std::pair{0.0f, 1.0}, {2.5f, 1.0}, {3.75f, 0.5}, {4.5f, 0.2}, {5.0f, 0.0}, {38.0f, 0.0}}) {
    const double share = 1 - std::exp(-part * dt_min / 360);
    const Dying found = after_one_step(parameters, po2);
    EXPECT_NEAR(found.necrosis, share, error_of(share)) << po2;
    EXPECT_EQ(found.apoptosis, 0);
  }
}

TEST(Death, ApoptosisStrikesEverywhereAtItsRate) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "death", "cell.*.apoptosis_rate", 0.01);
  const double share = 1 - std::exp(-0.01 * dt_min);
  EXPECT_NEAR(after_one_step(parameters, 38).apoptosis, share, error_of(share));
}

TEST(Death, OfTwoCausesTakesAsManyAsTheirRatesTogether) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "death", "cell.*.apoptosis_rate", 0.05);
  testing::set_cell(parameters, "death", "cell.*.necrosis_rate", 0.1);
  const Dying found = after_one_step(parameters, 0);
  const double share = 1 - std::exp(-(0.05 + 0.1) * dt_min);
  EXPECT_NEAR(found.apoptosis + found.necrosis, share, error_of(share));
  EXPECT_GT(found.apoptosis, 0);
  EXPECT_GT(found.necrosis, 0);
}

TEST(Death, ALineageDiesOutWithTheProbabilityOfABirthAndDeathProcess) {
  constexpr int lineages = many, steps = 40;
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "cycle", "cell.*.doubling_time", 60);
  testing::set_cell(parameters, "cycle", "cell.*.cycle_stages", 1);
  const double rate = 0.5 * std::log(2.0) / 60;  // half the rate of birth
  testing::set_cell(parameters, "death", "cell.*.apoptosis_rate", rate);
  State state = testing::founders(lineages);
  for (int i = 0; i < steps; ++i) {
    for (const char* process : {"cycle", "death"}) {
      testing::run_once(state, parameters, process, dt_min);
      --state.tick;
    }
    testing::run_once(state, parameters, "resolve_intents", dt_min);
  }
  // Generating function of one step, iterated: a cell dies, else it divides, else it stays.
  const double dies = 1 - std::exp(-rate * dt_min), divides = std::pow(2, dt_min / 60) - 1;
  double extinct = 0;
  for (int i = 0; i < steps; ++i)
    extinct = dies + (1 - dies) * (divides * extinct * extinct + (1 - divides) * extinct);
  const auto sizes = testing::clone_sizes(state, lineages);
  const double found = static_cast<double>(std::ranges::count(sizes, 0.0)) / lineages;
  EXPECT_NEAR(found, extinct, 3.5 * std::sqrt(extinct * (1 - extinct) / lineages));
  EXPECT_NEAR(extinct, 0.45, 0.03);  // near d/b = 1/2, which it reaches for short steps and late
}

}  // namespace
}  // namespace metastasim
