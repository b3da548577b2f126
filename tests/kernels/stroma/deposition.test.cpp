#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/invasion/tgf_beta.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

/// n cells of a kind in the voxel (5, 5, 5), collagen everywhere as given.
State voxel_with(int n, CellKind kind, float collagen) {
  State state = testing::box();
  state.kind_of_type = {CellKind::fibroblast};
  Site& site = *state.sites[0];
  testing::place(state, site, std::vector<testing::PlacedCell>(n, {110, 110, 110, 8, kind}));
  testing::set_matrix(site, collagen);
  return state;
}

float collagen_after(State& state, const Parameters& parameters, double minutes, double dt) {
  for (int i = 0; i < minutes / dt; ++i) testing::run_once(state, parameters, "deposition", dt);
  return state.sites[0]->fields.to_host(field::ecm)[state.sites[0]->grid.number(5, 5, 5)];
}

TEST(Deposition, RelaxesExponentiallyToItsTargetWhateverTheStep) {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, "stroma.collagen_target", 0.5);
  for (const double dt : {7.0, 99.0}) {
    State state = voxel_with(1, CellKind::fibroblast, 1);
    EXPECT_NEAR(collagen_after(state, parameters, 693, dt), 0.5 + 0.5 * std::exp(-0.693), 1e-5);
  }
}

TEST(Deposition, FillsWhatWasCutAndTwoWorkTwiceAsFast) {
  const Parameters parameters = testing::default_parameters();
  State one = voxel_with(1, CellKind::fibroblast, 0.2f),
        two = voxel_with(2, CellKind::fibroblast, 0.2f);
  EXPECT_NEAR(collagen_after(one, parameters, 600, 6), 1 - 0.8 * std::exp(-0.6), 1e-5);
  EXPECT_NEAR(collagen_after(two, parameters, 300, 6), 1 - 0.8 * std::exp(-0.6), 1e-5);
}

void fill_with_tgf_beta(State& state, float nm) {
  Site& site = *state.sites[0];
  const std::vector<float> all(static_cast<std::size_t>(site.grid.voxels()), nm);
  site.fields.from_host(field::tgf_beta, std::span<const float>(all));
}

TEST(Deposition, TgfBetaActivatesFibroblastsAsHillsLawSays) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell_parameter(parameters, "cell.*.fibroblast.activation", 1.5);
  testing::set_cell_parameter(parameters, "cell.*.fibroblast.TGF_beta_half", 0.01);
  for (const auto& [nm, factor] :
       {std::pair{0.0f, 1.0}, {0.005f, 1.3}, {0.01f, 1.75}, {0.03f, 2.35}, {1e4f, 2.5}}) {
    State state = voxel_with(1, CellKind::fibroblast, 0.2f);
    fill_with_tgf_beta(state, nm);
    EXPECT_NEAR(collagen_after(state, parameters, 600, 6), 1 - 0.8 * std::exp(-0.6 * factor), 1e-5)
        << nm << " nM";
  }
}

TEST(Deposition, WithoutActivationTgfBetaChangesNothing) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell_parameter(parameters, "cell.*.fibroblast.activation", 0);
  State without = voxel_with(1, CellKind::fibroblast, 0.2f),
        within = voxel_with(1, CellKind::fibroblast, 0.2f);
  fill_with_tgf_beta(within, 0.2f);
  EXPECT_EQ(collagen_after(within, parameters, 60, 6), collagen_after(without, parameters, 60, 6));
}

TEST(Deposition, IsTheWorkOfFibroblastsAndOfTheirVoxelAlone) {
  const Parameters parameters = testing::default_parameters();
  State others = voxel_with(5, CellKind::tumour, 0.2f);
  EXPECT_EQ(collagen_after(others, parameters, 600, 6), 0.2f);
  State state = voxel_with(1, CellKind::fibroblast, 0.2f);
  collagen_after(state, parameters, 600, 6);
  const auto all = state.sites[0]->fields.to_host(field::ecm);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](float w) { return w != 0.2f; }), 1);
}

}  // namespace
}  // namespace metastasim
