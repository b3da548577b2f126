#pragma once
#include "kernels/state/column.hpp"

/// What a clone passes on: factors on what its cell type does, 1 in the original clone. Written by
/// `mutation`; daughters inherit them exactly.
namespace metastasim::trait {

inline constexpr auto division = cell_column<float>(
    "division_factor", "1", "heritable factor on the division rate", {.initial = 1.0f});
inline constexpr auto motility = cell_column<float>(
    "motility_factor", "1", "heritable factor on the speed of crawling", {.initial = 1.0f});
inline constexpr auto emt =
    cell_column<float>("EMT_factor", "1", "heritable factor on what drives EMT", {.initial = 1.0f});
inline constexpr auto shear = cell_column<float>(
    "shear_resistance", "1", "heritable factor on the shear dose at which a cell bursts",
    {.initial = 1.0f});

}  // namespace metastasim::trait
