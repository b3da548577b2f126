#pragma once
#include "host/sim/model.hpp"
#include "host/sim/process_times.hpp"

namespace metastasim {

/// A few steps taken to see what a run will cost; spoils the model.
struct Trial {
  double first_step_s = 0;         ///< every process from cold
  std::vector<ProcessTime> times;  ///< of every process, later
  int steps = 0;
};
Trial take_trial(Device& device, Model& model);

/// Seconds that a run of so many ticks takes: each process by its own time a call and its own
/// period, once more what the first step takes beyond the others.
double run_seconds(const Trial& trial, std::int64_t tick_us, std::uint32_t ticks);

}  // namespace metastasim
