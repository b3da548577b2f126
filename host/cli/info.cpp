#include <fmt/format.h>

#include "host/cli/commands.hpp"
#include "host/input_error.hpp"
#include "host/sim/funnel_text.hpp"
#include "host/sim/run_directory.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string folder;
  bool json = false;
};

void tell_refused(const FoundCheckpoint& found) {
  for (const RefusedCheckpoint& refused : found.refused)
    fmt::print(stderr, "{}: passed over: {}\n", refused.file.string(), refused.why);
}

std::filesystem::path newest_checkpoint(const RunDirectory& run) {
  const FoundCheckpoint found = run.checkpoints().find();
  tell_refused(found);
  if (found.newest) return *found.newest;
  throw InputError(
      fmt::format("{}: no checkpoint yet, so there is nothing to tell. Start it "
                  "again:  metastasim resume {}",
                  run.path().string(), run.path().string()));
}

void print_text(const RunDirectory& run, const Summary& summary) {
  constexpr const char* words[] = {"under way, or cut off", "stopped at a checkpoint", "finished"};
  fmt::print("{}: {}\n  {} of {}, {} of computing on {} ({})\n\n", run.path().string(),
             words[static_cast<int>(run.record().status)], day_text(summary.time_min),
             duration_text(run.record().end_min), clock_text(summary.wall_s), summary.device,
             run.record().identity.program);
  fmt::print("{}", funnel_text(summary));
}

ExitCode info(const Options& options) {
  const RunDirectory run = RunDirectory::open(options.folder);
  const std::string json = read_checkpoint_notes(newest_checkpoint(run)).summary;
  if (options.json)
    fmt::print("{}\n", json);
  else
    print_text(run, summary_from_json(json));
  return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("info", "what a run has come to: the funnel in numbers");
  command->add_option("run", options->folder, "the run's folder")->required();
  command->add_flag("--json", options->json, "one JSON object (docs/info_json.md)");
  command->callback([&chosen, options] { chosen = [options] { return info(*options); }; });
}

}  // namespace metastasim::cli
