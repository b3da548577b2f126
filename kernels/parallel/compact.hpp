#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"

namespace metastasim::parallel {

/// Writes the numbers i with flags[i] != 0, ascending, to `chosen` (room for n) and returns how
/// many there are: one explicit read by the host.
std::uint32_t compact(Device& device, const std::uint8_t* flags, std::uint32_t* chosen,
                      std::int64_t n);

}  // namespace metastasim::parallel
