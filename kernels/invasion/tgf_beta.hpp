#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::field {

inline constexpr auto tgf_beta = voxel_column<float>(
    "TGF_beta", "nM", "active transforming growth factor beta; 1 ng/mL is 0.04 nM");

}  // namespace metastasim::field
