#pragma once
#include <vector>

#include "host/config/scenario.hpp"
#include "kernels/state/intervention.hpp"

namespace metastasim {

/// The dated interventions of a scenario, in the order of its file.
std::vector<Intervention> interventions_of(const Scenario& scenario);

}  // namespace metastasim
