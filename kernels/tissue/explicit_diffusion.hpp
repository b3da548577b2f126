#pragma once
#include "kernels/core/buffer.hpp"
#include "kernels/tissue/faces.hpp"

namespace metastasim::tissue {

/// A slow substance: du/dt = D lap u - decay u + s.
struct SlowSubstance {
  double diffusion_um2_per_min = 0;
  double decay_per_min = 0;
  bool euler_decay = false;  ///< published explicit form instead of the exact exponential
  Faces faces{};             ///< nothing passes them where nothing else is said
};

/// Scratch of a site. Fill `source` (with ghosts, unit per min) before each call.
struct ExplicitScratch {
  Buffer<float> source, next;
  void fit(Device& device, const Grid& grid);
};

/// Substeps within dt_min that keep the scheme positive; always even, so that the field ends up
/// where it began without a copy.
int explicit_substeps(const SlowSubstance& substance, const Grid& grid, double dt_min);

/// Advances u by dt_min. `carry` holds what float32 could not: u + carry is the field.
void diffuse_explicitly(Device& device, const SlowSubstance& substance, const Grid& grid,
                        double dt_min, ExplicitScratch& scratch, float* u, float* carry);

}  // namespace metastasim::tissue
