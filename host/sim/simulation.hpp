#pragma once
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "host/sim/exit_code.hpp"
#include "host/sim/run_directory.hpp"
#include "host/sim/runner.hpp"

/// From a scenario to a finished run, or on from where one stands.
namespace metastasim {

struct RunRequest {
  std::filesystem::path folder;     ///< of the run
  bool force = false;               ///< replace another run there
  std::optional<double> until_min;  ///< of biology, instead of the scenario's duration
  double walltime_s = std::numeric_limits<double>::infinity();  ///< from `started`
  Progress::Clock::time_point started = Progress::Clock::now();
  bool check_writes = false;     ///< see RunPlan
  bool timings = false;          ///< wait for kernels, so that their times are true on a GPU too
  std::string command_line;      ///< for provenance
  std::FILE* messages = stderr;  ///< progress
};

struct RunEnd {
  RunStatus status = RunStatus::finished;
  bool was_there = false;  ///< this very run was finished before; nothing was computed
  Summary summary;
  std::string begun_by{};  ///< where it was there: the program
};

/// A run whose numbers went wrong has failed, also where it could go on.
ExitCode exit_code_of(const RunEnd& end);

/// runs/<stem of the scenario's file>
std::filesystem::path usual_folder(const std::string& scenario_path);

/// Begins the run, goes on with it, or finds it finished. Throws InputError where the folder holds
/// another run and `force` is not set.
RunEnd run_scenario(const Scenario& scenario, const std::vector<std::string>& overrides,
                    Device& device, const RunRequest& request);

/// Goes on with whatever run the folder holds; `scenario` was read from its own scenario.toml.
RunEnd resume_run(const Scenario& scenario, Device& device, const RunRequest& request);

}  // namespace metastasim
