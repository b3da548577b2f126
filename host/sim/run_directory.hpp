#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/config/scenario.hpp"
#include "host/input_error.hpp"
#include "host/io/checkpoint_folder.hpp"

namespace metastasim {

/// What makes two runs the same run: one answer comes out of these, whatever machine computes it.
struct RunIdentity {
  std::string scenario_digest;  ///< SHA-256 of the text, the overrides and the network files
  std::uint64_t seed = 0;
  std::string program;  ///< version and commit

  bool same_but_for_program(const RunIdentity& other) const {
    return scenario_digest == other.scenario_digest && seed == other.seed;
  }
  friend bool operator==(const RunIdentity&, const RunIdentity&) = default;
};
RunIdentity identity_of(const Scenario& scenario, const std::vector<std::string>& overrides);
/// "0.1.0 (1a2b3c4d)", with "+" behind the commit where the tree held changes.
std::string program_name();

/// How one run ended last time, as run.json tells.
enum class RunStatus { running, stopped, finished };

struct RunRecord {
  RunIdentity identity;
  RunStatus status = RunStatus::running;
  std::string scenario_path;  ///< as given
  std::vector<std::string> overrides;
  double end_min = 0;   ///< time of biology that was asked for
  double time_min = 0;  ///< reached
  bool demo = false;    ///< values = "demo"
};

/// A run's folder: made once, never overwritten unasked, written by one program at a time.
class RunDirectory {
 public:
  /// Takes an existing run. Throws InputError where there is none.
  static RunDirectory open(const std::filesystem::path& folder);
  static bool is_run(const std::filesystem::path& folder);
  /// Makes the folder and what stands in it from the start; an older run's files there are deleted.
  /// Throws InputError where the folder holds anything but a run.
  static RunDirectory create(const std::filesystem::path& folder, const RunRecord& record,
                             const std::string& scenario_text);

  const std::filesystem::path& path() const { return folder_; }
  CheckpointFolder checkpoints() const { return CheckpointFolder(folder_ / "checkpoint"); }
  /// True where the run has come further than its start, and `found` has nothing to go on from.
  bool lost_its_checkpoints(const FoundCheckpoint& found) const;
  const RunRecord& record() const { return record_; }
  void update(const RunRecord& record);

  std::string scenario_text() const;

 private:
  explicit RunDirectory(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;
  RunRecord record_;
};

/// Of a run that has lost its checkpoints.
InputError no_checkpoint(const RunDirectory& directory);

/// Keeps a second program from writing the same run; released when it goes, or with the program.
class RunLock {
 public:
  /// Throws InputError where another program holds it.
  explicit RunLock(const std::filesystem::path& folder);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  int fd_;
};

}  // namespace metastasim
