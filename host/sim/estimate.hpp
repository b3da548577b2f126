#pragma once
#include <vector>

#include "host/config/check.hpp"
#include "kernels/core/device.hpp"

namespace metastasim {

/// What a run will need in memory, disk and time: builds the model and takes a few steps, unless that
/// cannot fit (require_memory says why). Throws InputError where the scenario cannot be built.
std::vector<config::Estimate> estimate(const Scenario& scenario, Device& device);

}  // namespace metastasim
