#pragma once
#include <string>

#include "host/config/scenario.hpp"

namespace metastasim::config {

/// The value in force of a parameter, by its full key, or `otherwise` where it was not read.
double value_of(const Scenario& scenario, const std::string& key, double otherwise);

/// Whether the scenario asks for the lattice model (kernels/lattice) instead of the tissue's.
bool on_lattice(const Scenario& scenario);

}  // namespace metastasim::config
