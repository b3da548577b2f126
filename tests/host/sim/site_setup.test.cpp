#include <gtest/gtest.h>

#include <algorithm>

#include "host/sim/model.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

TEST(SiteSetup, ATumourStartsWhollyInsideItsBasementMembrane) {
  Model model = build_model(testing::scenario("one_cell"), testing::device());
  testing::run_once(model.state, model.parameters, "membrane_crossing", 1);
  testing::run_once(model.state, model.parameters, "membrane_crossing", 1);
  const Table& cells = model.state.sites[0]->cells;
  const auto inside = cells.to_host(invasion::membrane::inside);
  const auto crossed = cells.to_host(invasion::membrane::crossed);
  EXPECT_GT(inside.size(), 10u);
  EXPECT_EQ(std::ranges::count(inside, 0), 0);
  EXPECT_EQ(std::ranges::count(crossed, 0u), std::ssize(crossed));
}

}  // namespace
}  // namespace metastasim
