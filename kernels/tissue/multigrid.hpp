#pragma once
#include <vector>

#include "kernels/core/buffer.hpp"
#include "kernels/tissue/faces.hpp"

namespace metastasim::tissue {

/// (a + k(x)) u - D lap u = f in a block, the equation of every fast substance: a = 0 is its steady
/// state, a = 1/dt a backward Euler step.
struct Helmholtz {
  float rate_per_min = 0;  ///< a
  float diffusion_um2_per_min = 0;
  Faces faces;
};

/// One grid of the hierarchy; arrays with ghosts. `u` is the correction, on the finest the field.
struct MultigridLevel {
  Grid grid;
  float *u, *sink, *source;
};

/// Solves a Helmholtz equation by V(1,1) cycles from the field that is there. Fill sink() and
/// source() first (arrays with ghosts; ghosts are not read). Scratch of a site: 9.7 bytes a voxel,
/// shared by all its substances.
class Multigrid {
 public:
  /// Makes room for a grid; nothing happens where it is there already. Coarser grids are halves
  /// while the sizes are even, so multiples of 16 solve best.
  void fit(Device& device, const Grid& grid);

  float* sink() { return levels_[0].sink; }      ///< k in 1/min
  float* source() { return levels_[0].source; }  ///< f in unit of the field per min

  void solve(Device& device, const Helmholtz& equation, float* u, int cycles);
  /// Root mean square of f - (a + k) u + D lap u, in unit of the field per min. For reports.
  double residual(Device& device, const Helmholtz& equation, float* u);

 private:
  void cycle(Device& device, const Helmholtz& equation, std::size_t level);

  std::vector<MultigridLevel> levels_;
  Buffer<float> memory_;
};

}  // namespace metastasim::tissue
