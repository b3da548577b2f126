#include "host/sim/trial.hpp"

#include <algorithm>
#include <numeric>

namespace metastasim {

namespace {

/// Ticks between two runs of a process. On a lattice, where tissue's first process never ran, all of
/// them run in every tick.
std::uint32_t period_in(const std::vector<ProcessTime>& times, const CascadeEntry& entry,
                        std::int64_t tick_us) {
  const char* of_tissue = cascade().front().process.name;
  const bool tissue = std::ranges::find(times, of_tissue, &ProcessTime::name) != times.end();
  return tissue ? period_ticks(entry, tick_us) : 1;
}

/// A tick at which every process is due, as at tick 0.
std::uint32_t all_due(const std::vector<ProcessTime>& times, std::int64_t tick_us) {
  std::uint32_t tick = 1;
  for (const CascadeEntry& entry : cascade())
    tick = std::lcm(tick, period_in(times, entry, tick_us));
  return tick;
}

double total_seconds(const std::vector<ProcessTime>& times) {
  double sum = 0;
  for (const ProcessTime& time : times) sum += time.seconds;
  return sum;
}

double seconds_per_call(const std::vector<ProcessTime>& times, const char* process) {
  const auto found = std::ranges::find(times, process, &ProcessTime::name);
  return found == times.end() ? 0 : found->seconds / static_cast<double>(found->calls);
}

}  // namespace

Trial take_trial(Device& device, Model& model) {
  ProcessTimes cold(device), warm(device);
  advance(device, model.state, model.parameters, &cold);
  Trial trial{total_seconds(cold.rows()), {}, 1};
  const std::uint32_t due = all_due(cold.rows(), model.state.tick_us);
  for (const std::uint32_t tick : {due, 2 * due}) {
    model.state.tick = tick;
    advance(device, model.state, model.parameters, &warm);
    ++trial.steps;
  }
  trial.times = warm.rows();
  return trial;
}

double run_seconds(const Trial& trial, std::int64_t tick_us, std::uint32_t ticks) {
  double first = 0, all = 0;
  for (const CascadeEntry& entry : cascade()) {
    const double each = seconds_per_call(trial.times, entry.process.name);
    const std::uint32_t every = period_in(trial.times, entry, tick_us);
    const std::uint32_t calls = ticks == 0 ? 0 : (ticks - 1) / every + 1;
    first += each;
    all += calls * each;
  }
  return all + (ticks == 0 ? 0 : std::max(0.0, trial.first_step_s - first));
}

}  // namespace metastasim
