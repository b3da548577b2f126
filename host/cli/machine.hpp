#pragma once
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "kernels/core/device.hpp"

namespace metastasim::cli {

/// What computes; it changes how long a run takes, never what comes out.
struct MachineOptions {
  std::string device = "auto";
  int threads = 0;  ///< 0: as many as OpenMP sees
};

void add_machine_options(CLI::App& command, MachineOptions& options);

/// Throws DeviceError where the device is not there, InputError where it is not one of ours.
std::unique_ptr<Device> make_device(const MachineOptions& options);

}  // namespace metastasim::cli
