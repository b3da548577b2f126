#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::cycle {

inline constexpr auto stage =
    cell_column<std::uint8_t>("cycle_stage", "1", "stage of the cell cycle, 0 at birth",
                              {.at_division = AtDivision::initial});

}  // namespace metastasim::cycle
