#pragma once
#include "kernels/tissue/deposit.hpp"
#include "kernels/tissue/multigrid.hpp"

namespace metastasim::tissue {

/// For the solver, a backward Euler step of  dc/dt = D lap c - k c + s:  what cells secrete, what was
/// there, and the decay.
struct BackwardEuler {
  Grid grid;
  Deposited secreted;
  float dilution, per_step, decay;
  const float* now;
  HelmholtzTerms terms;

  BackwardEuler(const SiteStep& s, Multigrid& solver, Deposited rate, float half_life_min,
                const float* field)
      : grid(s.site.grid),
        secreted(rate),
        dilution(secretion_volume_um3 / s.site.grid.voxel_volume_um3()),
        per_step(static_cast<float>(1 / s.dt_min)),
        decay(static_cast<float>(math::log(2.0)) / half_life_min),
        now(field),
        terms(solver.terms()) {}

  HD void operator()(int x, int y, int z) const { take(x, y, z, 0); }

  /// Where something beside decay takes it away, `sink` in 1/min.
  HD void take(int x, int y, int z, float sink) const {
    const std::int64_t i = grid.at(x, y, z);
    terms.set(x, y, z, decay + sink, per_step * now[i] + dilution * secreted(i));
  }
};

}  // namespace metastasim::tissue
