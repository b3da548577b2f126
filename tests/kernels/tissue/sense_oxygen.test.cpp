#include <gtest/gtest.h>

#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

/// 1 mmHg more in every voxel.
State numbered_oxygen() {
  State state = testing::box();
  std::vector<float> values(static_cast<std::size_t>(state.sites[0]->grid.voxels()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  state.sites[0]->fields.from_host(field::oxygen, std::span<const float>(values));
  return state;
}

TEST(SenseOxygen, ACellFeelsThePressureInTheVoxelOfItsCentreAlone) {
  State state = numbered_oxygen();
  Site& site = *state.sites[0];
  testing::place(state, site,
                 {{1, 1, 1}, {39.9f, 20.1f, 0}, {41, 19, 61}, {319.9f, 319.9f, 319.9f}});
  testing::run_once(state, testing::default_parameters(), "sense_oxygen", 6);
  const auto felt = site.cells.to_host(sensed::po2);
  EXPECT_EQ(felt, (std::vector<float>{0, 1 + 16, 2 + 3 * 256, 4095}));
}

}  // namespace
}  // namespace metastasim
