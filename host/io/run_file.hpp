#pragma once
#include "host/io/provenance.hpp"
#include "host/io/series.hpp"
#include "host/io/vtkhdf.hpp"

namespace metastasim {

/// Everything that one moment of a run leaves in its file.
struct Output {
  std::uint32_t tick = 0;
  double time_min = 0;
  std::vector<Block> blocks;
  std::vector<SeriesValue> series;  ///< besides tick and time_min, which are always there
  std::vector<EventRow> events;
};

struct RunFileOptions {
  int compression = 1;                        ///< deflate level with shuffle, 0 to 9; 0 = none
  std::uint64_t most_sidecar_steps = 10'000;  ///< beyond these run.xdmf2 shows the first ones only
};

/// run.vtkhdf and what hangs on it: run.xdmf2 for ParaView before 5.13, run_<block>.vtkhdf views,
/// funnel.csv, view.py. The file is open only while an output is written; a kill between two
/// outputs cannot touch it.
class RunFile {
 public:
  /// Begins a file in an existing directory. Refuses to replace one: IoError.
  static RunFile create(const std::filesystem::path& directory, const Provenance& provenance,
                        const RunFileOptions& options = {});
  /// Goes on with a file: what a kill left half written is cut away.
  static RunFile reopen(const std::filesystem::path& directory, const RunFileOptions& options = {});

  const std::filesystem::path& path() const { return path_; }
  /// Complete outputs.
  std::uint64_t steps() const { return steps_; }

  /// Writes one output; it counts once it is complete. Outputs follow each other in time:
  /// std::logic_error otherwise.
  void append(const Output& output);
  /// Forgets the outputs at `tick` and later: a run that resumes from a checkpoint writes them
  /// again.
  void truncate_from(std::uint32_t tick);
  /// Tells who goes on with the run from this tick, beside those before.
  void add_session(const Provenance& provenance, std::uint32_t tick);
  /// Brings the sidecar up to the last output; call at the end of a run.
  void finish();

 private:
  RunFile(std::filesystem::path directory, const RunFileOptions& options);
  void truncate(std::uint64_t steps);
  void write_companions();

  std::filesystem::path directory_, path_;
  RunFileOptions options_;
  vtkhdf::Unchanged unchanged_;
  std::uint64_t steps_ = 0, sidecar_steps_ = 0;
  double last_time_min_ = -1;
};

/// Readers for `info` and `report`: of the file, or of the run directory that holds it.
Series read_series(const std::filesystem::path& run);
std::vector<EventRow> read_events(const std::filesystem::path& run);
/// The texts under /provenance by name: "scenario", "resolved", "version" ...
std::map<std::string, std::string> read_provenance(const std::filesystem::path& run);

}  // namespace metastasim
