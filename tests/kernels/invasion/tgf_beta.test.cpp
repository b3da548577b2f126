#include "kernels/invasion/tgf_beta.hpp"

#include <gtest/gtest.h>

#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double release = 0.012, loss = 0.6931471805599453 / 2.5, diffusion = 1200, h = 20;

/// A block whose half at low x is filled with tumour cells, one to a voxel, and its steady state.
std::vector<float> beside_a_tumour(double stroma, double secretion = 0) {
  State state = testing::box();
  Site& site = *state.sites[0];
  std::vector<testing::PlacedCell> cells;
  const auto centre = [](int i) { return 20 * static_cast<float>(i) + 10; };
  for (int z = 0; z < 16; ++z)
    for (int y = 0; y < 16; ++y)
      for (int x = 0; x < 8; ++x) cells.push_back({centre(x), centre(y), centre(z), 12.5f});
  testing::place(state, site, cells);
  Parameters parameters = testing::default_parameters();
  testing::set_site(parameters, "tgf_beta", "site.*.TGF_beta_release", stroma);
  testing::set_cell(parameters, "tgf_beta", "cell.*.TGF_beta_secretion", secretion);
  for (int i = 0; i < 3; ++i) testing::run_once(state, parameters, "tgf_beta", 60);
  return site.fields.to_host(field::tgf_beta);
}

double total(const std::vector<float>& values) {
  double sum = 0;
  for (const float v : values) sum += v;
  return sum;
}

TEST(TgfBeta, FadesFromTheRimOfATumourWithItsOwnLength) {
  const auto t = beside_a_tumour(release);
  const double ratio = loss * h * h / diffusion;
  for (int x = 1; x < 7; ++x)  // along a line in the tumour: T(x-1) - 2 T + T(x+1) = k h^2/D T
    EXPECT_NEAR((t[x - 1] + t[x + 1]) / t[x] - 2, ratio, 0.01 * ratio) << x;
  EXPECT_LT(t[0], 0.1f * t[15]);
  EXPECT_GT(t[7], 0.3f * t[15]);
}

TEST(TgfBeta, WhatIsReleasedIsLost) {
  const double from_stroma = release * 2048, from_cells = 0.004 * 2048;
  EXPECT_NEAR(total(beside_a_tumour(release)) * loss / from_stroma, 1, 1e-4);
  EXPECT_NEAR(total(beside_a_tumour(0, 0.004)) * loss / from_cells, 1, 1e-4);
}

TEST(TgfBeta, WithoutReleaseThereIsNone) { EXPECT_EQ(total(beside_a_tumour(0)), 0); }

}  // namespace
}  // namespace metastasim
