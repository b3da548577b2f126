#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/cli/machine.hpp"
#include "host/config/consistency.hpp"
#include "host/sim/exit_code.hpp"
#include "host/sim/simulation.hpp"

namespace metastasim::cli {

/// What `run` and `resume` share.
struct RunOptions {
  MachineOptions machine;
  std::string until, walltime;  ///< as written
  bool timings = false, check_writes = false;
  std::string command_line;
};

void add_run_options(CLI::App& command, RunOptions& options);
/// "30 d" in minutes; throws InputError that names the option.
double minutes_in(const std::string& option, const std::string& text);
/// A run stops on a tick: where --until lies between two, at the nearest, and says so.
RunRequest request_of(const RunOptions& options, const Scenario& scenario);
/// What a run that ends then will not come to.
void tell_not_done(const Scenario& scenario, double end_min);

/// The scenario, or all of its errors as one InputError.
Scenario read_or_throw(const std::string& path, const std::vector<std::string>& overrides);
Scenario read_text_or_throw(const std::string& text, const std::string& path,
                            const std::vector<std::string>& overrides, config::InputFiles files);

/// What the user is told at the end, and the exit code.
ExitCode tell_end(const RunEnd& end, const std::filesystem::path& folder, double end_min);
/// What each process and each kernel took, and the most memory that this program held.
void print_timings(const Device& device, const Summary& summary);
void print_process_times(const Summary& summary);

}  // namespace metastasim::cli
