#pragma once
#include "kernels/lattice/lattice.hpp"

/// Where a cell on the lattice wants to go.
namespace metastasim::lattice {

struct Mobility {
  double diffusion, haptotaxis;  ///< D, Phi in um2/min
};

/// Probability of a step across each face; what is left of 1 is that of staying.
struct StepProbabilities {
  float across[directions];
};

/// P = dt/h^2 [D -/+ Phi/4 (w_high - w_low)] toward the low and the high voxel of an axis. At a border
/// the way out has probability 0 and the slope is not felt; probabilities below 0 count as 0.
HD inline StepProbabilities step_probabilities(const Mobility& mobility, const float* w,
                                               const Grid& grid, Voxel v, double dt_min) {
  StepProbabilities p{};
  const double rate = dt_min / (static_cast<double>(grid.spacing_um) * grid.spacing_um);
  const std::int64_t here = grid.at(v.x, v.y, v.z);
  const int at[] = {v.x, v.y, v.z}, n[] = {grid.nx, grid.ny, grid.nz};
  const std::int64_t stride[] = {1, grid.row(), grid.slab()};
  for (int axis = 0; axis < 3; ++axis) {
    const bool low = at[axis] > 0, high = at[axis] < n[axis] - 1;
    const double slope = low && high ? w[here + stride[axis]] - w[here - stride[axis]] : 0;
    const double pull = mobility.haptotaxis / 4 * slope;
    p.across[2 * axis] =
        low ? static_cast<float>(math::max(rate * (mobility.diffusion - pull), 0.0)) : 0;
    p.across[2 * axis + 1] =
        high ? static_cast<float>(math::max(rate * (mobility.diffusion + pull), 0.0)) : 0;
  }
  return p;
}

/// The direction that a uniform draw picks, or `directions` to stay.
HD inline int chosen(const StepProbabilities& p, double draw) {
  double sum = 0;
  for (int k = 0; k < directions; ++k) {
    sum += p.across[k];
    if (draw < sum) return k;
  }
  return directions;
}

}  // namespace metastasim::lattice
