#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"
#include "kernels/core/row_count.hpp"

namespace metastasim::parallel {

/// Writes the numbers i < *of.now with flags[i] != 0, ascending, to `chosen` (room for of.most), and
/// how many there are to *total.
void compact(Device& device, const std::uint8_t* flags, std::uint32_t* chosen, std::uint32_t* total,
             RowCount of);

}  // namespace metastasim::parallel
