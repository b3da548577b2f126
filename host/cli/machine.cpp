#include "host/cli/machine.hpp"

#include <omp.h>

#include <charconv>

#include "host/input_error.hpp"
#include "host/sim/tell.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::cli {

namespace {

/// More than any node of today has; the thread library crashes at tens of thousands.
constexpr int most_threads = 1024;

/// A GPU where the program and the machine have one.
std::unique_ptr<Device> best_device() {
  if (built_with_cuda()) try {
      return std::make_unique<Device>(Place::cuda, 0);
    } catch (const DeviceError& none) {
      tell(stderr, "   No usable GPU ({}): computing on CPU cores.\n", none.what());
    }
  return std::make_unique<Device>(Place::host);
}

int ordinal_in(const std::string& name) {
  int ordinal = -1;
  const char* end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + std::string("cuda:").size(), end, ordinal);
  if (read.ec == std::errc() && read.ptr == end && ordinal >= 0) return ordinal;
  throw InputError("--device " + name + ": no such device; write auto, cpu, guard, cuda:0, cuda:1");
}

}  // namespace

void add_machine_options(CLI::App& command, MachineOptions& options) {
  command.add_option("--device", options.device,
                     "auto, cpu, cuda:N, or guard (cpu, state closed to host code)");
  command.add_option("--threads", options.threads, "CPU threads (0: all)")
      ->check(CLI::Range(0, most_threads));
}

std::unique_ptr<Device> make_device(const MachineOptions& options) {
  if (options.threads > 0) omp_set_num_threads(options.threads);
  if (options.device == "auto") return best_device();
  if (options.device == "cpu") return std::make_unique<Device>(Place::host);
  if (options.device == "guard") return std::make_unique<Device>(Place::guard);
  if (options.device == "cuda") return std::make_unique<Device>(Place::cuda, 0);
  return std::make_unique<Device>(Place::cuda, ordinal_in(options.device));
}

}  // namespace metastasim::cli
