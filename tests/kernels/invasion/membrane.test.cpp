#include "kernels/invasion/membrane.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

TEST(BasementMembrane, AStaircaseAroundASphereHasTheSpheresArea) {
  for (const float radius : {110.0f, 220.0f}) {
    State state = testing::box(32, 20);
    Fields& fields = state.sites[0]->fields;
    invasion::place_basement_membrane(fields, 317, 322, 320, radius);
    const invasion::MembraneArea area = invasion::membrane_area(fields);
    const double sphere = 4 * M_PI * radius * radius;
    EXPECT_NEAR(area.laid_um2 / sphere, 1, 0.01) << "radius " << radius;
    EXPECT_EQ(area.breached_um2, 0);
  }
}

TEST(BasementMembrane, LiesBetweenEveryEnclosedVoxelAndItsOuterNeighbour) {
  State state = testing::box(16, 20);
  Fields& fields = state.sites[0]->fields;
  invasion::place_basement_membrane(fields, 160, 160, 160, 90);
  const auto enclosed = fields.to_host(invasion::membrane::enclosed);
  const auto x = fields.to_host(field::membrane_x), y = fields.to_host(field::membrane_y),
             z = fields.to_host(field::membrane_z);
  const Grid& grid = fields.grid();
  const auto differs = [&](std::int64_t i, std::int64_t j) { return enclosed[i] != enclosed[j]; };
  for (int k = 1; k < 16; ++k)
    for (int j = 1; j < 16; ++j)
      for (int i = 1; i < 16; ++i) {
        const std::int64_t at = grid.number(i, j, k);
        ASSERT_EQ(x[at] > 0, differs(at, at - 1));
        ASSERT_EQ(y[at] > 0, differs(at, at - 16));
        ASSERT_EQ(z[at] > 0, differs(at, at - 256));
      }
}

/// Low x face of voxel (8, 8, 8) after an hour with one cell of the phenotype in that voxel.
float face_after_an_hour(Phenotype phenotype, double membrane_loss) {
  State state = testing::box(16, 20);
  Site& site = *state.sites[0];
  invasion::place_basement_membrane(site.fields, 260, 170, 170, 100);  // crosses x = 160
  testing::place(state, site, {{165, 170, 170}});
  testing::set_phenotype(site, phenotype);
  Parameters parameters = testing::default_parameters();
  const std::size_t p = testing::process_index("basement_membrane");
  parameters.set_cell(p, cascade()[p].process.cell_params.specs[0], 0, membrane_loss);
  parameters.upload();
  for (int i = 0; i < 10; ++i) testing::run_once(state, parameters, "basement_membrane", 6);
  return site.fields.to_host(field::membrane_x)[site.grid.number(8, 8, 8)];
}

TEST(BasementMembrane, MesenchymalContactDissolvesItExponentiallyAndEpithelialNot) {
  EXPECT_NEAR(face_after_an_hour(Phenotype::mesenchymal, 0.01), std::exp(-0.6), 1e-5);
  EXPECT_EQ(face_after_an_hour(Phenotype::epithelial, 0.01), 1);
}

TEST(BasementMembrane, BelowTheThresholdItIsBreached) {
  EXPECT_EQ(face_after_an_hour(Phenotype::mesenchymal, 0.03), 0);  // e^-1.8 < 0.2
}

TEST(BasementMembrane, CellsThatPassAreNotedOnceWithTheirTick) {
  State state = testing::box(16, 20);
  Site& site = *state.sites[0];
  invasion::place_basement_membrane(site.fields, 160, 160, 160, 90);
  testing::place(state, site, {{160, 160, 160}, {160, 160, 30}});
  const Parameters parameters = testing::default_parameters();
  const auto step_to = [&](float x_um) {
    const std::vector<std::int32_t> x(site.cells.capacity(), to_fixed(x_um));
    site.cells.from_host(cell::x, std::span<const std::int32_t>(x));
    testing::run_once(state, parameters, "membrane_crossing", 1);
  };
  for (const float x_um : {160.0f, 170.0f, 300.0f, 160.0f, 300.0f}) step_to(x_um);
  EXPECT_EQ(site.cells.to_host(invasion::membrane::crossed), (std::vector<std::uint32_t>{2, 0}));
  EXPECT_EQ(site.cells.to_host(invasion::membrane::inside), (std::vector<std::uint8_t>{0, 0}));
}

}  // namespace
}  // namespace metastasim
