#include <gtest/gtest.h>

#include "kernels/state/fingerprint.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

State shuffled_crowd() {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, testing::strewn(3000, 20, 250));
  testing::reorder(site.cells, testing::shuffled(3000, 7));
  return state;
}

TEST(SortCells, ChangesOnlyTheOrderOfRows) {
  State state = shuffled_crowd();
  const auto before = fingerprint(state.sites[0]->cells, cell::id, 0);
  testing::run_once(state, testing::default_parameters(), "sort_cells", 2);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 3000u);
  EXPECT_EQ(fingerprint(state.sites[0]->cells, cell::id, 0), before);
}

/// Mean distance in space of cells that stand side by side in memory, in um.
double distance_in_memory(State& state) {
  Table& cells = state.sites[0]->cells;
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  double sum = 0;
  for (std::size_t i = 1; i < x.size(); ++i)
    sum += std::hypot(to_um(x[i] - x[i - 1]), to_um(y[i] - y[i - 1]), to_um(z[i] - z[i - 1]));
  return sum / static_cast<double>(x.size() - 1);
}

TEST(SortCells, NeighboursInSpaceBecomeNeighboursInMemory) {
  State state = shuffled_crowd();
  EXPECT_GT(distance_in_memory(state), 100);
  testing::run_once(state, testing::default_parameters(), "sort_cells", 2);
  EXPECT_LT(distance_in_memory(state), 40);
}

TEST(SortCells, TheStepsAfterAreTheSame) {
  const Parameters defaults = testing::default_parameters();
  Fingerprint found[2];
  for (const bool sorts : {false, true}) {
    State state = shuffled_crowd();
    for (int i = 0; i < 6; ++i) {
      for (const char* process : {"mechanics", "motility", "move_cells"})
        testing::run_once(state, defaults, process, 0.1);
      if (sorts) testing::run_once(state, defaults, "sort_cells", 2);
      if (!sorts) ++state.tick;
    }
    found[sorts] = fingerprint(state);
  }
  EXPECT_EQ(found[0], found[1]);
}

}  // namespace
}  // namespace metastasim
