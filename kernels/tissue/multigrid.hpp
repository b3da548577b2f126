#pragma once
#include <vector>

#include "kernels/core/buffer.hpp"
#include "kernels/tissue/checkerboard.hpp"

namespace metastasim::tissue {

struct Stencil;

/// (a + k(x)) u - D lap u = f in a block, the equation of every fast substance: a = 0 is its steady
/// state, a = 1/dt a backward Euler step.
struct Helmholtz {
  float rate_per_min = 0;  ///< a
  float diffusion_um2_per_min = 0;
  Faces faces;
};

/// What a process gives the solver, voxel by voxel, for kernels.
struct HelmholtzTerms {
  Checkerboard order;
  float *sink, *source;
  /// k in 1/min and f in unit of the field per min.
  HD void set(int x, int y, int z, float k, float f) const {
    const std::int64_t i = order.at(x, y, z);
    sink[i] = k;
    source[i] = f;
  }
  HD void add_source(int x, int y, int z, float f) const { source[order.at(x, y, z)] += f; }
};

/// One grid of the hierarchy; arrays by colour. `u` is the correction, on the finest the field.
struct MultigridLevel {
  Checkerboard order;
  float *u, *sink, *source;
};

/// Solves a Helmholtz equation by V(1,1) cycles from the field that is there. Set terms() of all voxels
/// first. Scratch of a site: 14 bytes a voxel, shared by all its substances.
class Multigrid {
 public:
  /// Makes room for a grid; nothing happens where it is there already. Coarser grids are halves
  /// while the sizes are even, so multiples of 16 solve best.
  void fit(Device& device, const Grid& grid);

  HelmholtzTerms terms() const { return {levels_[0].order, levels_[0].sink, levels_[0].source}; }

  /// `field` has ghosts; they are neither read nor written.
  void solve(Device& device, const Helmholtz& equation, float* field, int cycles);
  /// Root mean square of f - (a + k) u + D lap u, in unit of the field per min. For reports.
  double residual(Device& device, const Helmholtz& equation, const float* field);

 private:
  void cycle(Device& device, const Helmholtz& equation, std::size_t level);
  void descend(Device& device, const Stencil& a, const MultigridLevel& here,
               const MultigridLevel& coarse);
  void ascend(Device& device, const Stencil& a, const MultigridLevel& here,
              const MultigridLevel& coarse);

  std::vector<MultigridLevel> levels_;
  float* means_ = nullptr;
  Buffer<float> memory_;
};

}  // namespace metastasim::tissue
