#pragma once
#include "kernels/state/column.hpp"

/// What becomes of a cell that left a vessel. Written by `dormancy`; `cycle` reads dormant and
/// growth.
namespace metastasim::colony {

inline constexpr auto dormant =
    cell_column<std::uint8_t>("dormant", "1", "1: asleep (cellular dormancy), does not divide");
inline constexpr auto growth =
    cell_column<float>("soil_growth", "1",
                       "factor on the division rate that the soil grants a newcomer and its "
                       "descendants",
                       {.initial = 1.0f});
inline constexpr auto settled = cell_column<std::uint8_t>(
    "settled", "1", "1: the soil has decided about this newcomer, or it came home",
    {.output = false});

}  // namespace metastasim::colony
