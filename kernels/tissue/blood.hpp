#pragma once
#include "kernels/core/math.hpp"
#include "kernels/core/platform.hpp"

namespace metastasim::tissue {

constexpr float um3_per_nl = 1e6f;

struct BloodParams {
  float inlet_mmhg, half_saturation_mmhg, hill, capacity, solubility;
  float diffusion, tissue_solubility;  ///< of the tissue around: the keys of `oxygen`
};

/// Blood that carries oxygen; the equations stand in blood_oxygen.cu.
struct Blood {
  BloodParams p;
  HD float saturation(float mmhg) const {
    if (!(mmhg > 0)) return 0;
    return 1 / (1 + math::pow(p.half_saturation_mmhg / mmhg, p.hill));
  }
  /// Oxygen volume by volume at a discharge haematocrit.
  HD double content(float mmhg, float haematocrit) const {
    return double{haematocrit} * p.capacity * saturation(mmhg) + double{p.solubility} * mmhg;
  }
};

}  // namespace metastasim::tissue
