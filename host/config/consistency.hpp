#pragma once
#include <vector>

#include "host/config/problem.hpp"
#include "host/config/scenario.hpp"

namespace metastasim::config {

/// The network files that a scenario names: a run that has a checkpoint goes on without them.
enum class InputFiles { read, not_needed };

/// What follows from several settings together: fills in the voxels of each site and the middle of
/// a tumour, and reports what contradicts itself. False where something could not be judged for a
/// problem that it has already.
bool complete_and_check(Scenario& scenario, std::vector<Problem>& problems, InputFiles files);

}  // namespace metastasim::config
