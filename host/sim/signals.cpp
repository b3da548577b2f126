#include "host/sim/signals.hpp"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

#include "host/sim/exit_code.hpp"

namespace metastasim::signals {

namespace {

// A handler can reach nothing but such variables.
volatile std::sig_atomic_t checkpoint_asked = 0;
volatile std::sig_atomic_t stop_asked = 0;

extern "C" void note_stop(int signal) {
  if (signal == SIGINT && stop_asked != 0) _exit(static_cast<int>(ExitCode::interrupted));
  stop_asked = 1;
}
extern "C" void note_checkpoint(int) { checkpoint_asked = 1; }

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;  // file operations under way are not disturbed
  sigaction(signal, &action, nullptr);
}

}  // namespace

void listen() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR2}) handle(signal, note_stop);
  handle(SIGUSR1, note_checkpoint);
}

Request take() {
  if (stop_asked != 0)
    return Request::stop;  // stays: the run is over, and a second INT is told by it
  if (checkpoint_asked == 0) return Request::none;
  checkpoint_asked = 0;
  return Request::checkpoint;
}

}  // namespace metastasim::signals
