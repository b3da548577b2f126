#pragma once
#include <cstdint>

#include "kernels/core/device.hpp"
#include "kernels/core/row_count.hpp"

namespace metastasim::parallel {

/// sums[i] = values[0] + ... + values[i-1] for 0 <= i <= *n.now: the total stands in sums[*n.now], so
/// sums has room for n.most + 1; also in *total, unless that is null. values and sums may not overlap.
void exclusive_scan(Device& device, const std::uint32_t* values, std::uint32_t* sums, RowCount n,
                    std::uint32_t* total = nullptr);

}  // namespace metastasim::parallel
