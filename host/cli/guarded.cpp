#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "host/cli/commands.hpp"
#include "host/input_error.hpp"
#include "host/io/io_error.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::cli {

namespace {

ExitCode tell(ExitCode code, const std::string& what) {
  std::fflush(stdout);
  fmt::print(stderr, "metastasim: {}\n", what);
  return code;
}

/// HDF5 still holds what it could not write and would crash on the usual way out.
[[noreturn]] void leave_after(const IoError& error) {
  tell(ExitCode::io_failure, error.what());
  fmt::print(stderr,
             "The last checkpoint is intact. Make room (or mend the disk), then go on with:  "
             "metastasim resume RUN\n");
  std::fflush(stderr);
  _exit(static_cast<int>(ExitCode::io_failure));
}

}  // namespace

ExitCode guarded(const Action& action) {
  try {
    return action();
  } catch (const IoError& error) {
    leave_after(error);
  } catch (const InputError& error) {
    return tell(ExitCode::bad_input, error.what());
  } catch (const NumericalError& error) {
    return tell(ExitCode::numerical, error.what());
  } catch (const DeviceError& error) {
    return tell(ExitCode::device, error.what());
  } catch (const std::bad_alloc&) {
    return tell(ExitCode::device, "out of memory. See what a scenario needs:  metastasim check");
  }
}

}  // namespace metastasim::cli
