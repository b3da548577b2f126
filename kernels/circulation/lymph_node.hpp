#pragma once
#include "kernels/state/column.hpp"

/// What a lymph node's residents have beside their traveller row.
namespace metastasim::resident {

inline constexpr auto colony = traveller_column<std::uint32_t>(
    "node_colony", "1", "cells of the colony that it has founded in a lymph node, itself included");

}  // namespace metastasim::resident
