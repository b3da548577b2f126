#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "host/cli/run_options.hpp"
#include "host/io/views.hpp"
#include "host/sim/funnel_text.hpp"
#include "host/sim/journey.hpp"
#include "host/sim/tell.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim::cli {

namespace {

/// The way of the cell of note, where one has entered a vessel.
void tell_journey(const Summary& summary, const std::filesystem::path& folder) {
  const auto found = RunDirectory::open(folder).checkpoints().find();
  if (!found.newest) return;
  const auto diary = diary_of_run(folder, *found.newest);
  if (const auto cell = traveller_of_note(diary, summary))
    fmt::print("\n  {}", journey_text(diary, *cell, summary));
}

void tell_next(const std::filesystem::path& folder) {
  fmt::print(
      "\nLOOK\n{}"
      "  numbers       metastasim info {}      (--json for programs, --journey CELL for one "
      "cell's way)\n",
      paraview_commands(folder), folder.string());
}

void tell_done(const Summary& summary, const std::filesystem::path& folder, double end_min) {
  fmt::print("\nDone. {} of biology in {}.  {} steps, {:.0f} per second.\n\n",
             duration_text(end_min), clock_text(summary.wall_s), grouped(summary.steps),
             static_cast<double>(summary.steps) / std::max(summary.wall_s, 1e-3));
  fmt::print("{}", funnel_text(summary));
  tell_journey(summary, folder);
  tell_next(folder);
}

void tell_stopped(const Summary& summary, const std::string& folder) {
  fmt::print(
      "   Stopped at a checkpoint ({}). Nothing is lost.\n   Go on with:   metastasim resume {}\n",
      day_text(summary.time_min), folder);
}

/// Another program may compute another answer.
std::string by_program(const std::string& begun_by) {
  const std::string now = program_name();
  if (begun_by == now) return "same file, same seed, same program).";
  return fmt::format(
      "same file, same seed).\n  It was begun by another program, metastasim {}; this is {}.",
      begun_by, now);
}

void tell_was_there(const std::string& folder, const std::string& begun_by) {
  fmt::print(
      "{0} already holds this very run, finished ({1}\n"
      "  Look at it:   metastasim info {0}\n"
      "  Go on:        metastasim resume {0} --until \"TIME\" (later than its end)\n"
      "  Again:        --force (replaces it)      --out {0}_2 (beside it)\n",
      folder, by_program(begun_by));
}

void tell_wrong(const std::string& folder) {
  std::fflush(stdout);
  tell(
      stderr,
      "metastasim: the numbers of this run went wrong, and its results mean nothing. What does not "
      "add up:  metastasim info {}\n"
      "Report it, with the scenario.\n",
      folder);
}

}  // namespace

ExitCode tell_end(const RunEnd& end, const std::filesystem::path& folder, double end_min) {
  if (end.status == RunStatus::stopped)
    tell_stopped(end.summary, folder.string());
  else if (end.was_there)
    tell_was_there(folder.string(), end.begun_by);
  else
    tell_done(end.summary, folder, end_min);
  if (!end.summary.adds_up()) tell_wrong(folder.string());
  return exit_code_of(end);
}

void print_process_times(const Summary& summary) {
  fmt::print(
      "\nWHERE THE TIME WENT (nanoseconds a call for each cell, each voxel of the model)\n{}",
      times_text(summary.times));
}

void print_timings(const Device& device, const Summary& summary) {
  print_process_times(summary);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("\n  most memory held by this program: {:.2f} GB\n",
             static_cast<double>(used.ru_maxrss) * 1024e-9);
  using Entry = std::pair<std::string, Timers::Entry>;
  std::vector<Entry> rows(device.timers.entries.begin(), device.timers.entries.end());
  std::sort(rows.begin(), rows.end(), [](const Entry& a, const Entry& b) {
    return a.second.nanoseconds > b.second.nanoseconds;
  });
  fmt::print("\n  {:<40}{:>12}{:>12}{:>14}\n", "kernel", "calls", "seconds", "us per call");
  for (const auto& [label, time] : rows)
    fmt::print("  {:<40}{:>12}{:>12.3f}{:>14.1f}\n", label, time.calls,
               static_cast<double>(time.nanoseconds) * 1e-9,
               static_cast<double>(time.nanoseconds) * 1e-3 / static_cast<double>(time.calls));
}

}  // namespace metastasim::cli
