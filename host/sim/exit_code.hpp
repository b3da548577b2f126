#pragma once

namespace metastasim {

/// How the program ends; the only table of its kind (docs and job scripts quote it).
enum class ExitCode : int {
  done = 0,
  bad_input = 2,     ///< scenario, command line or run directory: nothing was computed
  stopped = 3,       ///< at a checkpoint, by a signal or --max-walltime: resume goes on
  numerical = 4,     ///< not finite, not converged, a ledger that does not add up
  device = 5,        ///< out of memory, no such device, a failed launch
  io_failure = 74,   ///< a file could not be written; the last checkpoint is intact
  interrupted = 130  ///< the second Ctrl-C: left at once, the last checkpoint is intact
};

}  // namespace metastasim
