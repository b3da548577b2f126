#include "host/cli/run_options.hpp"

#include <cmath>

#include "host/cli/quantity.hpp"
#include "host/config/not_done.hpp"
#include "host/config/reader.hpp"
#include "host/config/units.hpp"
#include "host/input_error.hpp"
#include "host/sim/runnable.hpp"
#include "host/sim/tell.hpp"

namespace metastasim::cli {

void add_run_options(CLI::App& command, RunOptions& options) {
  add_machine_options(command, options.machine);
  command.add_option("--until", options.until, "time of biology to stop at: \"30 d\"");
  command.add_option("--max-walltime", options.walltime,
                     "stop at a checkpoint before this time of computing is over: \"24 h\"");
  command.add_flag("--check-writes", options.check_writes,
                   "for developers: stop where a process changes what it does not declare (slow)");
  command.add_flag("--timings", options.timings,
                   "print the time spent in each process and each kernel");
}

double minutes_in(const std::string& option, const std::string& text) {
  const double minutes = quantity(option, text, "min", "2 d");
  if (minutes > 0) return minutes;
  throw InputError(option + " \"" + text + "\": must be more than nothing\n  Write:  " + option +
                   " \"2 d\"");
}

namespace {

double on_a_tick(double until_min, const Scenario& scenario) {
  const double nearest = plan_of(scenario, until_min).end_tick * scenario.tick_s / 60;
  if (std::abs(nearest - until_min) < 1e-6) return until_min;
  tell(stderr, "   --until {} lies between two ticks of {}: the run stops at {}.\n",
       config::show(until_min, "min"), config::show(scenario.tick_s, "s"),
       config::show(nearest, "min"));
  return nearest;
}

}  // namespace

RunRequest request_of(const RunOptions& options, const Scenario& scenario) {
  RunRequest request;
  if (!options.until.empty())
    request.until_min = on_a_tick(minutes_in("--until", options.until), scenario);
  if (!options.walltime.empty())
    request.walltime_s = 60 * minutes_in("--max-walltime", options.walltime);
  request.check_writes = options.check_writes;
  request.timings = options.timings;
  request.command_line = options.command_line;
  return request;
}

void tell_not_done(const Scenario& scenario, double end_min) {
  for (const config::Note& note : config::treatments_not_done(scenario, end_min))
    tell(stderr, "   NOTE: {}\n", config::with_line(note));
}

namespace {

Scenario scenario_or_throw(const config::ReadResult& result) {
  if (result.scenario) return *result.scenario;
  throw InputError(config::render_problems(result));
}

}  // namespace

Scenario read_or_throw(const std::string& path, const std::vector<std::string>& overrides) {
  return scenario_or_throw(runnable(config::read_scenario(path, overrides)));
}

Scenario read_text_or_throw(const std::string& text, const std::string& path,
                            const std::vector<std::string>& overrides, config::InputFiles files) {
  return scenario_or_throw(runnable(config::read_scenario_text(text, path, overrides, files)));
}

}  // namespace metastasim::cli
