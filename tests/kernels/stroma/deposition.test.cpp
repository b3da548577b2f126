#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

/// n cells of a kind in the voxel (5, 5, 5), collagen everywhere as given.
State voxel_with(int n, CellKind kind, float collagen) {
  State state = testing::box();
  state.kind_of_type = {CellKind::fibroblast};
  Site& site = *state.sites[0];
  testing::place(state, site, std::vector<testing::PlacedCell>(n, {110, 110, 110, 8, kind}));
  const std::vector<float> all(static_cast<std::size_t>(site.grid.voxels()), collagen);
  site.fields.from_host(field::ecm, std::span<const float>(all));
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
