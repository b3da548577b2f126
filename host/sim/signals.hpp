#pragma once

/// What the outside world asks of a run. The handler only notes it; the run looks between steps.
namespace metastasim::signals {

enum class Request {
  none,
  checkpoint,  ///< USR1: write a checkpoint and go on
  stop         ///< INT, TERM, HUP, USR2: write a checkpoint and stop
};

/// From here on the signals are noted. A second INT leaves the program at once.
void listen();
/// The strongest request since the last call.
Request take();

}  // namespace metastasim::signals
