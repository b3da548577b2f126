// The lattice model against ensembles of an independent program of MetaSpread's rules (config A): what a short run shows.
// metaspread_ensembles.test.cpp has the long ones.
#include <gtest/gtest.h>

#include <cmath>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/lattice.hpp"
#include "tests/support/metaspread.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

namespace metaspread = testing::metaspread;

Model model_of(const std::string& file) {
  const auto read = config::read_scenario(testing::in_tree("tests/scenarios/" + file));
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return build_model(*read.scenario, testing::device());
}

TEST(MetaSpread, TheTumourIsThePublishedOne) {
  Model model = model_of("metaspread_primary.toml");
  const auto start = metaspread::record_of(model.state);
  EXPECT_EQ(start[metaspread::mesenchymal], 233);
  EXPECT_EQ(start[metaspread::epithelial], 155);
  EXPECT_EQ(start[metaspread::occupied], 97);
  EXPECT_NEAR(start[metaspread::radius], 5.39, 0.005);
  EXPECT_EQ(model.state.vessels.segments.read_count(), 10u);
}

/// Mean distance from the middle, in voxels, of the cells of a phenotype.
double mean_distance(const Site& site, Phenotype wanted) {
  const auto phenotype = site.cells.to_host(cell::phenotype);
  const auto voxels = testing::voxels_of_cells(site);
  double total = 0, n = 0;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    if (phenotype[i] != static_cast<std::uint8_t>(wanted)) continue;
    total += std::hypot(voxels[i].x - 100, voxels[i].y - 100);
    ++n;
  }
  return total / n;
}

TEST(MetaSpread, TheExampleShowsMesenchymalCellsLeadAFrontThatDissolvesTheCollagen) {
  Model model = model_of("../../examples/metaspread_2d.toml");
  const Site& breast = *model.state.sites[0];
  testing::step(model.state, model.parameters, 1500);
  EXPECT_GT(mean_distance(breast, Phenotype::mesenchymal),
            mean_distance(breast, Phenotype::epithelial));
  const auto ecm = breast.fields.to_host(field::ecm);
  EXPECT_LT(ecm[100 * 201 + 100], 0.2f);
  EXPECT_GT(ecm[100 * 201 + 160], 0.999f);
  EXPECT_TRUE(funnel_of(model.state).adds_up());
}

/// The mass while all 233 mesenchymal cells are in the tissue and the plume is off the border.
TEST(MetaSpread, MassOfMmp2FollowsItsClosedFormForEverySeed) {
  constexpr double theta = 0.195, lambda = 0.1, dt = 1e-3;
  for (const auto& r : metaspread::ours({"metaspread_primary.toml", 101, 4, {100, 400, 800}})) {
    ASSERT_EQ(r[metaspread::mesenchymal], 233);
    const double expected =
        theta * 233 / lambda * (1 - std::pow(1 - dt * lambda, r[metaspread::step]));
    EXPECT_NEAR(r[metaspread::mmp2_mass] / expected, 1, 1e-6) << "step " << r[metaspread::step];
  }
}

}  // namespace
}  // namespace metastasim
