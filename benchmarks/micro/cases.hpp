#pragma once
#include "benchmarks/micro/stopwatch.hpp"

namespace metastasim::bench {

/// Sort, scan and compact of n keys.
std::vector<Case> parallel_cases(Device& device, std::int64_t n);

/// Own math functions and random draws, n calls.
std::vector<Case> function_cases(Device& device, std::int64_t n);

/// The solvers of substances, each alone, on n^3 voxels.
std::vector<Case> field_cases(Device& device, int n);

/// Every process of both cascades whose name contains `filter`, in a world where it has work: a new
/// process is timed, and its bytes are counted, without a line here.
std::vector<Case> process_cases(Device& device, std::int64_t cells, const std::string& filter);

/// A capillary bed of about so many segments: made, and its flow solved; lymphatics of as many made.
/// Nothing is made where no name contains `filter`.
std::vector<Case> network_cases(std::int64_t segments, const std::string& filter);

/// A capillary bed of about so many segments in a block full of VEGF: laid into the state, and laid
/// and left to sprout for an hour. Each run starts from the bed as it was made.
std::vector<Case> sprouting_cases(std::int64_t segments, const std::string& filter);

}  // namespace metastasim::bench
