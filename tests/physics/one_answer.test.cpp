// The promise: same scenario and seed, same bits, for any number of threads, any storage order, on the guarded device.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <numeric>

#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

/// Three hours, in which cells enter vessels, travel, stop, leave them, die and divide.
constexpr int whole_journey = 900;
constexpr int beginning = 60;

/// Puts the rows of a table into an order that has nothing to do with what they hold.
void shuffle_rows(Table& table, std::uint64_t salt) {
  std::vector<std::uint32_t> order(table.read_count());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t row) { return mix64(row ^ (salt << 32)); });
  Buffer<std::uint32_t> on_device(table.device(), order.size(), "shuffled order");
  on_device.copy_from_host(order);
  table.columns().gather(on_device.data(), table.rows());
}

/// After so many ticks; of everything at once unless another scenario is named.
std::string answer(Device& device, int ticks, bool shuffled = false,
                   const char* scenario = "kitchen_sink") {
  Model model = build_model(testing::scenario(scenario), device);
  for (int tick = 0; tick < ticks; ++tick) {
    advance(device, model.state, model.parameters);
    if (!shuffled) continue;
    for (auto& site : model.state.sites) shuffle_rows(site->cells, tick);
    shuffle_rows(model.state.travellers, tick);
  }
  return to_text(fingerprint(model.state));
}

TEST(OneAnswer, IsThatOfAWholeJourney) {
  Model model = build_model(testing::scenario("kitchen_sink"), testing::device());
  for (int tick = 0; tick < whole_journey; ++tick)
    advance(testing::device(), model.state, model.parameters);
  const Funnel funnel = funnel_of(model.state);
  for (const auto happened :
       {funnel.invaded, funnel.entered_blood, funnel.entered_lymph, funnel.held_in_nodes,
        funnel.arrests_total, funnel.extravasated, funnel.died_on_the_way(), funnel.growing})
    EXPECT_GT(happened, 0u);
}

std::string with_threads(int threads, Device& device, bool shuffled = false) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  const std::string text = answer(device, whole_journey, shuffled);
  omp_set_num_threads(before);
  return text;
}

const std::string& expected() {
  static const std::string text = with_threads(1, testing::device());
  return text;
}

/// The tables here are small: without it, hardly a loop of the journey would be shared.
Device& shares_every_loop() {
  static Device device(testing::device().place(), testing::device().ordinal());
  device.share_every_loop();
  return device;
}

TEST(OneAnswer, ForAnyNumberOfThreads) {
  for (const int threads : {2, 3, 8})
    EXPECT_EQ(with_threads(threads, shares_every_loop()), expected()) << threads << " threads";
}

TEST(OneAnswer, InAnyStorageOrder) {
  EXPECT_EQ(with_threads(3, shares_every_loop(), true), expected());
}

TEST(OneAnswer, OnTheGuardedDevice) {
  Device guarded(Place::guard);
  EXPECT_EQ(answer(guarded, beginning), answer(testing::device(), beginning));
}

/// Cells that travel, stop and get out: nobody does so at the beginning of the others.
TEST(OneAnswer, OfAJourneyOnTheGuardedDevice) {
  Device guarded(Place::guard);
  constexpr int minutes = 20;
  EXPECT_EQ(answer(guarded, minutes, false, "injected_lung"),
            answer(testing::device(), minutes, false, "injected_lung"));
}

TEST(OneAnswer, IsAnotherOneForAnotherSeed) {
  std::vector<std::string> answers;
  for (const std::uint64_t later : {0, 1}) {
    Scenario scenario = testing::scenario("one_cell");
    scenario.seed += later;
    Model model = build_model(scenario, testing::device());
    for (int tick = 0; tick < beginning; ++tick)
      advance(testing::device(), model.state, model.parameters);
    answers.push_back(to_text(fingerprint(model.state)));
  }
  EXPECT_NE(answers[0], answers[1]);
}

}  // namespace
}  // namespace metastasim
