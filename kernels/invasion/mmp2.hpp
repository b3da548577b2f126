#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::invasion::mmp2 {

inline constexpr auto carry = voxel_column<float>(
    "MMP2_carry", "nM", "what float32 could not add to MMP2 yet", {.output = false});

}  // namespace metastasim::invasion::mmp2
