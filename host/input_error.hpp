#pragma once
#include <stdexcept>
#include <string>

namespace metastasim {

/// What the user wrote cannot be done: a scenario, a network file, a command line, a run directory.
/// The message says what, why, and what to write. Exit code 2.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace metastasim
