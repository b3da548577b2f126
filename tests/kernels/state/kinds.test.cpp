#include <gtest/gtest.h>

#include "kernels/invasion/detachment.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/network.hpp"

namespace metastasim {
namespace {

constexpr CellKind kinds[]{CellKind::tumour, CellKind::effector, CellKind::fibroblast};

/// n cells of each kind, in turn, beside a vessel, each on its own.
State cells_of_each_kind(int n) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}}, {{0, 1, 5, 1}});
  testing::set_matrix(site, 0);
  for (int i = 0; i < n; ++i)
    for (const CellKind kind : kinds) testing::place(state, site, {{150, 174, 160, 8.5f, kind}});
  return state;
}

/// How many cells of a kind hold something other than 0 in a column.
template <class T>
int with(const State& state, CellKind wanted, const Column<T>& column) {
  const Table& cells = state.sites[0]->cells;
  const auto kind = cells.to_host(cell::kind);
  const auto value = cells.to_host(column);
  int n = 0;
  for (std::size_t row = 0; row < kind.size(); ++row)
    n += kind[row] == static_cast<std::uint8_t>(wanted) && value[row] != 0;
  return n;
}

/// n of the tumour's, none of the others.
void expect_tumour_alone(const State& state, int n, const auto& column) {
  EXPECT_EQ(with(state, CellKind::tumour, column), n) << column.name;
  EXPECT_EQ(with(state, CellKind::effector, column), 0) << column.name;
  EXPECT_EQ(with(state, CellKind::fibroblast, column), 0) << column.name;
}

TEST(Kinds, OnlyTumourCellsChangePhenotypeAndBreakIntoVessels) {
  const Parameters parameters = testing::default_parameters();
  State state = cells_of_each_kind(20);
  Table& cells = state.sites[0]->cells;
  const std::vector<float> full(cells.capacity(), 1.0f);
  cells.from_host(hypoxia::hif, std::span<const float>(full));
  testing::run_once(state, parameters, "emt", 1e6);
  expect_tumour_alone(state, 20, cell::phenotype);
  testing::run_once(state, parameters, "intravasation", 1e6);
  expect_tumour_alone(state, 20, cell::intent);
}

TEST(Kinds, OnlyTumourCellsDivideAndDetach) {
  const Parameters parameters = testing::default_parameters();
  State state = cells_of_each_kind(20);
  state.tick = 7;
  testing::run_once(state, parameters, "detachment", 1);
  expect_tumour_alone(state, 20, invasion::detached);
  testing::run_once(state, parameters, "cycle", 1e5);
  expect_tumour_alone(state, 20, cell::intent);
}

TEST(Kinds, DeathsOfOthersAreCountedApart) {
  const Parameters parameters = testing::default_parameters();
  State state = cells_of_each_kind(20);
  testing::run_once(state, parameters, "death", 1e7);
  testing::run_once(state, parameters, "resolve_intents", 1);
  const auto counts = state.counters.to_host();
  for (const Count count : {Count::died_in_tissue, Count::immune_died, Count::stroma_died})
    EXPECT_EQ(counts[static_cast<std::size_t>(count)], 20u);
}

}  // namespace
}  // namespace metastasim
