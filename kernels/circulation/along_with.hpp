#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::intravasation {

/// Written with the intent enter_vessel, read by `resolve` in the same tick.
inline constexpr auto along_with = cell_column<std::uint64_t>(
    "along_with", "1",
    "lineage number of the cell that takes this one along into a vessel; 0 where it goes by itself",
    {.at_division = AtDivision::initial, .output = false, .hashed = false});

}  // namespace metastasim::intravasation
