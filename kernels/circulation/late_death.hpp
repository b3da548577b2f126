#pragma once
#include "kernels/state/column.hpp"

/// What shear has begun in the stream ends the cell wherever it is by then. See circulate.cu.
namespace metastasim::late_death {

/// Daughters have the damage of their mother.
inline constexpr auto at_us = cell_column<std::int64_t>(
    "late_at", "us", "when it dies of the shear that it has met; 0 where that is not settled");

}  // namespace metastasim::late_death
