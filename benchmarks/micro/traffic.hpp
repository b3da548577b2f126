#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace metastasim::bench {

/// Bytes of these regions (whole pages of host memory) that a run reads and writes, each page counted
/// once for reading and once for writing; a page that is written counts as read too.
double touched_bytes(const std::vector<std::span<std::byte>>& regions,
                     const std::function<void()>& run);

}  // namespace metastasim::bench
