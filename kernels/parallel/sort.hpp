#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"
#include "kernels/core/row_count.hpp"

namespace metastasim::parallel {

/// Stable ascending sort of the first *n.now (key, value) pairs by the lowest `key_bits` bits of the
/// keys, in place. What stands behind them, up to n.most, is undefined afterwards.
void sort_pairs(Device& device, std::uint32_t* keys, std::uint32_t* values, RowCount n,
                int key_bits = 32);
void sort_pairs(Device& device, std::uint64_t* keys, std::uint32_t* values, RowCount n,
                int key_bits = 64);

}  // namespace metastasim::parallel
