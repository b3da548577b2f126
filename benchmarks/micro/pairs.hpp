#pragma once
#include "benchmarks/micro/stopwatch.hpp"
#include "kernels/state/state.hpp"

namespace metastasim::bench {

/// What the forces between cells ask for, of one cell.
Work work_of_pairs(State& state);

}  // namespace metastasim::bench
