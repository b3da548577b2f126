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

TEST(SiteSetup, LymphaticsLieBesideTheBloodVesselsAndOutsideTheTumour) {
  const Scenario scenario = testing::scenario("kitchen_sink");
  const Model model = build_model(scenario, testing::device());
  const Vessels& vessels = model.state.vessels;
  const auto kind = vessels.segments.to_host(segment::kind);
  const auto site = vessels.segments.to_host(segment::site);
  const auto po2 = vessels.segments.to_host(segment::po2);
  long lymphatics = 0;
  for (std::size_t s = 0; s < kind.size(); ++s) {
    if (kind[s] != static_cast<std::uint8_t>(VesselKind::lymphatic)) continue;
    ++lymphatics;
    EXPECT_EQ(site[s], 0);
    EXPECT_EQ(po2[s], 0);
  }
  EXPECT_GT(lymphatics, 50);
  EXPECT_LT(lymphatics, vessels.of_site[0].segments);
  const auto port = vessels.nodes.to_host(node::port);
  EXPECT_EQ(std::ranges::count(port, static_cast<std::uint8_t>(Port::lymph)), 1);
}

}  // namespace
}  // namespace metastasim
