#pragma once
#include <vector>

#include "host/config/problem.hpp"
#include "host/config/scenario.hpp"

namespace metastasim::config {

/// What follows from several settings together: fills in the voxels of each site and the middle of
/// a tumour, and reports what contradicts itself.
void complete_and_check(Scenario& scenario, std::vector<Problem>& problems);

}  // namespace metastasim::config
