#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "host/cli/commands.hpp"
#include "host/cli/run_options.hpp"
#include "host/input_error.hpp"
#include "host/sim/funnel_text.hpp"
#include "host/sim/journey.hpp"
#include "host/sim/run_directory.hpp"
#include "host/sim/tell.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string folder;
  bool json = false, timings = false;
  std::optional<std::string> journey;  ///< a lineage number, or empty: the one of note
};

void tell_refused(const FoundCheckpoint& found) {
  for (const RefusedCheckpoint& refused : found.refused)
    tell(stderr, "{}: passed over: {}\n", refused.file.string(), refused.why);
}

std::filesystem::path newest_checkpoint(const RunDirectory& run) {
  const FoundCheckpoint found = run.checkpoints().find();
  tell_refused(found);
  if (found.newest) return *found.newest;
  if (run.lost_its_checkpoints(found)) throw no_checkpoint(run);
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

std::uint64_t traveller(const std::string& asked, const std::vector<DiaryEntry>& diary,
                        const Summary& summary) {
  if (!asked.empty()) {
    std::uint64_t cell = 0;
    const auto read = std::from_chars(asked.data(), asked.data() + asked.size(), cell);
    if (read.ec == std::errc() && read.ptr == asked.data() + asked.size()) return cell;
    throw InputError("--journey " + asked + ": not a cell's number (as in the column id)");
  }
  if (const auto cell = traveller_of_note(diary, summary)) return *cell;
  throw InputError("no cell has entered a vessel yet, so there is no journey to tell");
}

ExitCode info(const Options& options) {
  const RunDirectory run = RunDirectory::open(options.folder);
  const auto checkpoint = newest_checkpoint(run);
  const Summary summary = from_stored_json(read_checkpoint_notes(checkpoint).summary);
  if (options.journey) {
    const auto diary = diary_of_run(run.path(), checkpoint);
    fmt::print("{}", journey_text(diary, traveller(*options.journey, diary, summary), summary));
  } else if (options.json) {
    fmt::print("{}\n", to_json(summary));
  } else {
    print_text(run, summary);
    if (options.timings) print_process_times(summary);
  }
  return ExitCode::done;
}

}  // namespace

void add_info(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("info", "what a run has come to: the funnel in numbers");
  command->add_option("run", options->folder, "the run's folder")->required();
  command->add_flag("--json", options->json, "one JSON object (docs/info_json.md)");
  command->add_flag("--timings", options->timings, "also the time spent in each process");
  command
      ->add_option("--journey", options->journey,
                   "the way of one cell, by its number; without a number, the one of note")
      ->expected(0, 1);
  command->callback([&chosen, options] { chosen = [options] { return info(*options); }; });
}

}  // namespace metastasim::cli
