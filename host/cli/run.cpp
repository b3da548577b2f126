#include <fmt/format.h>

#include "host/cli/commands.hpp"
#include "host/cli/run_options.hpp"
#include "host/sim/tell.hpp"

namespace metastasim::cli {

namespace {

struct Options : RunOptions {
  std::string scenario, out, seed;
  std::vector<std::string> overrides;
  bool force = false;
};

std::vector<std::string> overrides_of(const Options& options) {
  std::vector<std::string> all = options.overrides;
  if (!options.seed.empty()) all.push_back("seed=" + options.seed);
  return all;
}

ExitCode run(const Options& options) {
  const auto overrides = overrides_of(options);
  const Scenario scenario = read_or_throw(options.scenario, overrides);
  RunRequest request = request_of(options, scenario);
  request.folder =
      options.out.empty() ? usual_folder(options.scenario) : std::filesystem::path(options.out);
  request.force = options.force;
  const auto device = make_device(options.machine);
  tell(stderr, "   {}   on {}, seed {}\n", request.folder.string(), device->description(),
       scenario.seed);
  const double end_min = request.until_min.value_or(scenario.duration_min);
  tell_not_done(scenario, end_min);
  const RunEnd end = run_scenario(scenario, overrides, *device, request);
  const ExitCode code = tell_end(end, request.folder, end_min);
  if (options.timings) print_timings(*device, end.summary);
  return code;
}

}  // namespace

void add_run(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<Options>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand("run", "compute a scenario, or go on with it");
  command->add_option("scenario", options->scenario, "the scenario file (TOML)")->required();
  command->add_option("--out", options->out, "folder of the run (usually runs/NAME)");
  command->add_flag("--force", options->force, "replace another run in that folder");
  command->add_option("--set", options->overrides, "key=value, instead of what the file says")
      ->allow_extra_args(false);
  command->add_option("--seed", options->seed, "the same as --set seed=N");
  add_run_options(*command, *options);
  command->callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace metastasim::cli
