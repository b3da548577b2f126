#include <fmt/format.h>

#include "host/cli/commands.hpp"
#include "host/cli/run_options.hpp"
#include "host/sim/tell.hpp"

namespace metastasim::cli {

namespace {

struct Options : RunOptions {
  std::string folder;
};

/// Vessels are in the checkpoint; only a run that was stopped before its first one begins anew.
config::InputFiles files_for(const RunDirectory& directory) {
  const FoundCheckpoint found = directory.checkpoints().find();
  const bool has_state = found.newest || directory.lost_its_checkpoints(found);
  return has_state ? config::InputFiles::not_needed : config::InputFiles::read;
}

ExitCode resume(const Options& options) {
  const RunDirectory directory = RunDirectory::open(options.folder);
  const RunRecord& record = directory.record();
  const Scenario scenario = read_text_or_throw(directory.scenario_text(), record.scenario_path,
                                               record.overrides, files_for(directory));
  RunRequest request = request_of(options, scenario);
  request.folder = options.folder;
  const auto device = make_device(options.machine);
  tell(stderr, "   {}   on {}, seed {}\n", options.folder, device->description(), scenario.seed);
  const double end_min = request.until_min.value_or(record.end_min);
  tell_not_done(scenario, end_min);
  const RunEnd end = resume_run(scenario, *device, request);
  const ExitCode code = tell_end(end, options.folder, end_min);
  if (options.timings) print_timings(*device, end.summary);
  return code;
}

}  // namespace

void add_resume(CLI::App& app, Action& chosen, const std::string& command_line) {
  auto options = std::make_shared<Options>();
  options->command_line = command_line;
  CLI::App* command = app.add_subcommand("resume", "go on with a run from its newest checkpoint");
  command->add_option("run", options->folder, "the run's folder")->required();
  add_run_options(*command, *options);
  command->callback([&chosen, options] { chosen = [options] { return resume(*options); }; });
}

}  // namespace metastasim::cli
