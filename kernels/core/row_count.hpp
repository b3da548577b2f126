#pragma once
#include <cstdint>

namespace metastasim {

/// How many rows a table or a list has. The number lives on the device and is unknown to the host
/// inside a step; what the host knows is a bound.
struct RowCount {
  const std::uint32_t* now;
  std::uint32_t most;
};

/// Rows of a table, listed on the device.
struct RowList {
  const std::uint32_t* rows;
  RowCount size;
};

/// Rows that a table has got at its end inside a step.
struct NewRows {
  const std::uint32_t* first;
  RowCount size;
};

}  // namespace metastasim
