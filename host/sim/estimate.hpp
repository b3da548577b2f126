#pragma once
#include <vector>

#include "host/config/check.hpp"
#include "kernels/core/device.hpp"

namespace metastasim {

/// What a run will need in memory, disk and time: builds the model and takes a few steps. Throws
/// InputError where the scenario cannot be built, DeviceError where it does not fit.
std::vector<config::Estimate> estimate(const Scenario& scenario, Device& device);

}  // namespace metastasim
