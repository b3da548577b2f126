#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"

namespace metastasim::parallel {

/// Stable ascending sort of (key, value) pairs by the lowest `key_bits` bits of the keys, in place.
void sort_pairs(Device& device, std::uint32_t* keys, std::uint32_t* values, std::int64_t n,
                int key_bits = 32);
void sort_pairs(Device& device, std::uint64_t* keys, std::uint32_t* values, std::int64_t n,
                int key_bits = 64);

}  // namespace metastasim::parallel
