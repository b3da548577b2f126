#include "kernels/invasion/detachment.hpp"

#include <gtest/gtest.h>

#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

std::uint64_t detached_cells(const State& state) {
  return state.counters.to_host()[static_cast<std::size_t>(Count::detached)];
}

/// Two cells in touch and one alone.
State pair_and_loner() {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{100, 100, 100}, {116, 100, 100}, {250, 250, 250}});
  state.tick = 10;
  return state;
}

void step(State& state, const Parameters& parameters) {
  testing::run_once(state, parameters, "mechanics", 0.1);
  --state.tick;
  testing::run_once(state, parameters, "detachment", 1);
  --state.tick;
  testing::run_once(state, parameters, "resolve_intents", 1);
}

TEST(Detachment, IsCountedOnceForACellWithoutNeighbours) {
  const Parameters parameters = testing::default_parameters();
  State state = pair_and_loner();
  for (int i = 0; i < 3; ++i) step(state, parameters);
  EXPECT_EQ(detached_cells(state), 1u);
  const auto when = state.sites[0]->cells.to_host(invasion::detached);
  EXPECT_EQ(when, (std::vector<std::uint32_t>{0, 0, 10}));
}

TEST(Detachment, DoesNotCountCellsThatArrivedAlone) {
  const Parameters parameters = testing::default_parameters();
  State state = pair_and_loner();
  const std::vector<std::uint64_t> founder{0, 0, 3};
  state.sites[0]->cells.from_host(cell::founder, std::span<const std::uint64_t>(founder));
  step(state, parameters);
  EXPECT_EQ(detached_cells(state), 0u);
}

}  // namespace
}  // namespace metastasim
