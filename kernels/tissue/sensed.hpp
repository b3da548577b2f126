#pragma once
#include "kernels/state/column.hpp"

/// Cell columns that the sense stage fills and later stages read.
namespace metastasim::sensed {

inline constexpr auto po2 =
    cell_column<float>("pO2", "mmHg", "oxygen partial pressure at the cell", {.initial = 38.0f});

}  // namespace metastasim::sensed
