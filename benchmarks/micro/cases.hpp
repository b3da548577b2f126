#pragma once
#include "benchmarks/micro/stopwatch.hpp"

namespace metastasim::bench {

/// Sort, scan and compact of n keys.
std::vector<Case> parallel_cases(Device& device, std::int64_t n);

/// Every process of the cascade once, on a packed ball of about `cells` cells in a block just large
/// enough: a new process is timed without a line here.
std::vector<Case> process_cases(Device& device, std::int64_t cells);

/// A capillary bed of about so many segments: made, and its flow solved.
std::vector<Case> network_cases(Device& device, std::int64_t segments);

/// Voxels along one side of that block.
int voxels_along(std::int64_t cells);

}  // namespace metastasim::bench
