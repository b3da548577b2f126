#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

// What the implicit substances share (BackwardEuler over Multigrid), asked of VEGF: one wave in a closed
// box, u(t) = u(0) exp(-lambda t), lambda = k + D (sum of the squared wave numbers).

namespace metastasim {
namespace {

constexpr double edge_um = 640, diffusion = 1000, half_life_min = 690;  // um2/min
constexpr int waves[3] = {1, 2, 1};                                     // half waves along x, y, z
const double decay_per_min = std::log(2.0) / half_life_min;

/// 1/min, of tissue without voxels.
double rate() {
  double squares = 0;
  for (const int w : waves) squares += std::pow(w * M_PI / edge_um, 2);
  return decay_per_min + diffusion * squares;
}

/// 1/min, of n voxels along an edge: the seven-point operator has the same waves, and
/// 2 (1 - cos q h) / h^2 for q^2.
double rate_on_voxels(int n) {
  const double h = edge_um / n;
  double squares = 0;
  for (const int w : waves) squares += 2 * (1 - std::cos(w * M_PI / n)) / (h * h);
  return decay_per_min + diffusion * squares;
}

double wave(const Grid& grid, int x, int y, int z) {
  const auto along = [](int w, int i, int n) { return std::cos(w * M_PI * (i + 0.5) / n); };
  return along(waves[0], x, grid.nx) * along(waves[1], y, grid.ny) * along(waves[2], z, grid.nz);
}

template <class F>
void each_voxel(const Grid& grid, const F& f) {
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x)
        f(static_cast<std::size_t>(grid.number(x, y, z)), wave(grid, x, y, z));
}

/// The share of the wave that is there after some steps of the process.
double left_of_the_wave(int n, double dt_min, int steps) {
  State state = testing::box(n, static_cast<float>(edge_um / n));
  Parameters parameters = testing::default_parameters();
  testing::set_everywhere(parameters, "substance.VEGF.diffusion", diffusion);
  testing::set_everywhere(parameters, "substance.VEGF.half_life", half_life_min);
  const Grid& grid = state.sites[0]->grid;
  std::vector<float> field(static_cast<std::size_t>(grid.voxels()));
  each_voxel(grid, [&](std::size_t i, double w) { field[i] = static_cast<float>(w); });
  state.sites[0]->fields.from_host(field::vegf, std::span<const float>(field));
  for (int i = 0; i < steps; ++i) testing::run_once(state, parameters, "vegf", dt_min);
  field = state.sites[0]->fields.to_host(field::vegf);
  double shared = 0, own = 0;
  each_voxel(grid, [&](std::size_t i, double w) {
    shared += w * field[i];
    own += w * w;
  });
  return shared / own;
}

double backward_euler(double rate_per_min, double dt_min, int steps) {
  return std::pow(1 + rate_per_min * dt_min, -steps);
}

TEST(ImplicitDiffusion, IsFirstOrderInTime) {
  // Against the exact decay of the same wave on the same voxels: no error of space is in it.
  constexpr int n = 16;
  const double time_min = 1 / rate_on_voxels(n);
  const auto error = [&](int steps) {
    return left_of_the_wave(n, time_min / steps, steps) - std::exp(-1.0);
  };
  const double coarse = error(16), middle = error(32), fine = error(64);
  EXPECT_NEAR(std::log2(coarse / middle), 1, 0.05) << coarse << " " << middle;
  EXPECT_NEAR(std::log2(middle / fine), 1, 0.05) << middle << " " << fine;
}

TEST(ImplicitDiffusion, IsSecondOrderInSpace) {
  // Against backward Euler of tissue without voxels: no error of time is in it.
  constexpr int steps = 16;
  const double dt_min = 1 / (rate() * steps);
  const auto error = [&](int n) {
    return left_of_the_wave(n, dt_min, steps) - backward_euler(rate(), dt_min, steps);
  };
  const double coarse = error(8), middle = error(16), fine = error(32);
  EXPECT_NEAR(std::log2(coarse / middle), 2, 0.1) << coarse << " " << middle;
  EXPECT_NEAR(std::log2(middle / fine), 2, 0.1) << middle << " " << fine;
}

TEST(ImplicitDiffusion, AWaveOnVoxelsDecaysByTheFactorOfBackwardEulerHoweverLongTheStep) {
  // D dt / h^2 is 15 in the last. Of what a step changes, rate dt of what is left, the solver's four
  // cycles may leave 1/4 each (multigrid.test.cu).
  constexpr int steps = 4;
  const double rate = rate_on_voxels(16), unsolved = std::pow(0.25, 4);
  for (const double dt_min : {0.4, 6.0, 24.0})
    EXPECT_NEAR(left_of_the_wave(16, dt_min, steps) / backward_euler(rate, dt_min, steps), 1,
                steps * rate * dt_min * unsolved)
        << dt_min;
}

}  // namespace
}  // namespace metastasim
