#pragma once
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

/// Work memory: a flag for each row that a table can have. Rows below the count are to be written.
Buffer<std::uint8_t> flags_for(const Table& table);

/// The rows with this intent, by lineage.
ChosenRows rows_that_want(const Table& table, Intent wanted);

/// flags[row] = 1 where the row stays in the table: it has neither died nor gone through a wall.
Buffer<std::uint8_t> flag_staying(const Table& table);

}  // namespace metastasim::resolve
