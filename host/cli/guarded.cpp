#include <unistd.h>

#include <cstdio>
#include <system_error>

#include "host/cli/commands.hpp"
#include "host/input_error.hpp"
#include "host/io/io_error.hpp"
#include "host/sim/tell.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::cli {

namespace {

ExitCode failed(ExitCode code, const std::string& what) {
  std::fflush(stdout);
  tell(stderr, "metastasim: {}\n", what);
  return code;
}

/// HDF5 still holds what it could not write and would crash on the usual way out.
[[noreturn]] void leave_after(const std::exception& error, bool of_a_run) {
  failed(ExitCode::io_failure, error.what());
  tell(stderr, "Make room, mend the disk, or choose a place that may be written.\n");
  if (of_a_run)
    tell(stderr,
         "A run that has a checkpoint keeps it, and goes on with:  metastasim resume RUN\n");
  _exit(static_cast<int>(ExitCode::io_failure));
}

}  // namespace

ExitCode guarded(const Action& action, bool of_a_run) {
  try {
    const ExitCode code = action();
    if (std::fflush(stdout) != 0) throw IoError("not all of the answer could be printed");
    return code;
  } catch (const IoError& error) {
    leave_after(error, of_a_run);
  } catch (const std::system_error& error) {  // of file systems too: no room, no permission
    leave_after(error, of_a_run);
  } catch (const InputError& error) {
    return failed(ExitCode::bad_input, error.what());
  } catch (const NumericalError& error) {
    return failed(ExitCode::numerical, error.what());
  } catch (const DeviceError& error) {
    return failed(ExitCode::device, error.what());
  } catch (const std::bad_alloc&) {
    return failed(ExitCode::device, "out of memory. See what a scenario needs:  metastasim check");
  } catch (const std::exception& error) {
    return failed(ExitCode::numerical, std::string("a mistake of ours: ") + error.what());
  }
}

}  // namespace metastasim::cli
