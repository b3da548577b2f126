#include "host/io/reach.hpp"

#include <gtest/gtest.h>

#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

TEST(Reach, HoldsNineteenTwentiethsOfTheTumour) {
  State state = testing::box();
  Site& site = *state.sites[0];
  EXPECT_EQ(reach_um(site.cells), 0);
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i <= 100; ++i) cells.push_back({100 + static_cast<float>(i), 100, 100});
  cells.push_back({300, 300, 300, 5, CellKind::effector});  // does not count
  testing::place(state, site, cells);
  EXPECT_NEAR(reach_um(site.cells), 48, 1e-3);  // rank 95 of 0, 1, 1, 2, 2, ... 50, 50
}

}  // namespace
}  // namespace metastasim
