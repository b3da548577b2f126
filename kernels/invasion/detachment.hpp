#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::invasion {

inline constexpr auto detached = cell_column<std::uint32_t>(
    "detached", "tick",
    "when the cell, or the ancestor it descends from, lost its last neighbour; 0 never");

}  // namespace metastasim::invasion
