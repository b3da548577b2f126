#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"

namespace metastasim::parallel {

/// sums[i] = values[0] + ... + values[i-1] for 0 <= i <= n: the total stands in sums[n], so sums
/// holds n + 1. values and sums may not overlap.
void exclusive_scan(Device& device, const std::uint32_t* values, std::uint32_t* sums,
                    std::int64_t n);

}  // namespace metastasim::parallel
