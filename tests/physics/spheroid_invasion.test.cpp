// examples/spheroid_invasion.toml shows what it says: without proteases cells do not get into the gel.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "host/config/reader.hpp"
#include "host/io/reach.hpp"
#include "host/sim/model.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

/// The example, smaller and sooner: a spheroid of 100 um whose cells change within an hour.
Model spheroid(const std::string& efficacy) {
  const auto read = config::read_scenario(
      testing::in_tree("examples/spheroid_invasion.toml"),
      {"site.gel.size=[\"0.32 mm\", \"0.32 mm\", \"0.32 mm\"]",
       "site.gel.tumour.shape.sphere=\"100 um\"", "cell.carcinoma.EMT_rate=\"1 1/h\"",
       "intervention.inhibitor.efficacy=" + efficacy});
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return build_model(*read.scenario, testing::device());
}

double reach_after_8_h(const std::string& efficacy) {
  Model model = spheroid(efficacy);
  for (int minute = 0; minute < 8 * 60; ++minute)
    advance(testing::device(), model.state, model.parameters);
  return reach_um(model.state.sites[0]->cells);
}

/// A cell's width is the measure: without the inhibitor they come two widths beyond the rim, with it
/// not one.
TEST(SpheroidInvasion, AnInhibitorOfProteasesKeepsCellsAtTheRim) {
  constexpr double cell_um = 17;
  const double start = reach_um(spheroid("0").state.sites[0]->cells);
  const double free = reach_after_8_h("0"), inhibited = reach_after_8_h("0.95");
  EXPECT_GT(free - start, 2 * cell_um) << free << ' ' << start;
  EXPECT_LT(std::abs(inhibited - start), cell_um) << inhibited << ' ' << start;
}

}  // namespace
}  // namespace metastasim
