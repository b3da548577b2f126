#pragma once
#include <stdexcept>
#include <string>

namespace metastasim {

/// What the user wrote cannot be done: a scenario, a network file, a command line, a run directory.
/// The message says what, why, and what to write. Exit code 2.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The device refused: no memory, no such device, a failed launch. Exit code 5.
struct DeviceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The numbers went wrong (not finite, not converged where that is an error). Exit code 4.
struct NumericalError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace metastasim
