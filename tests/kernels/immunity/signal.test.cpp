#include <gtest/gtest.h>

#include <numeric>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

double total(const State& state) {
  const auto all = state.sites[0]->fields.to_host(immunity::signal);
  return std::accumulate(all.begin(), all.end(), 0.0);
}

State a_cell_of_each_kind(std::vector<CellKind> known) {
  State state = testing::box();
  state.kind_of_type = std::move(known);
  testing::place(state, *state.sites[0],
                 {{100, 100, 100, 8, CellKind::tumour},
                  {200, 200, 200, 4, CellKind::effector},
                  {200, 100, 200, 8, CellKind::fibroblast}});
  return state;
}

TEST(ImmuneSignal, WhatTumourCellsReleaseIsInTheTissueOrHasDecayed) {
  Parameters parameters = testing::default_parameters();
  const double release = 0.01, steps = 50, dt = 6;
  for (const double half_life : {43.0, 1e6}) {
    testing::set_parameter(parameters, "substance.immune_signal.half_life", half_life);
    State state = a_cell_of_each_kind({CellKind::tumour, CellKind::effector});
    for (int i = 0; i < steps; ++i) testing::run_once(state, parameters, "immune_signal", dt);
    const double keeps = 1 / (1 + dt * std::log(2.0) / half_life);  // of a backward Euler step
    double expected = 0;
    for (int i = 0; i < steps; ++i) expected = keeps * (expected + dt * release);
    EXPECT_NEAR(total(state) / expected, 1, 2e-3);
  }
}

TEST(ImmuneSignal, NobodyCallsWhereNobodyCouldHear) {
  State state = a_cell_of_each_kind({CellKind::tumour});
  testing::run_once(state, testing::default_parameters(), "immune_signal", 6);
  EXPECT_EQ(total(state), 0);
}

}  // namespace
}  // namespace metastasim
