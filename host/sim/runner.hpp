#pragma once
#include <functional>
#include <limits>
#include <optional>

#include "host/sim/model.hpp"
#include "host/sim/process_times.hpp"
#include "host/sim/progress.hpp"
#include "host/sim/run_directory.hpp"
#include "host/sim/run_log.hpp"
#include "host/sim/summary.hpp"
#include "kernels/step_observer.hpp"

namespace metastasim {

/// What to compute and what to leave behind.
struct RunPlan {
  std::uint32_t end_tick = 0;
  std::uint32_t output_every = 1;                               ///< ticks
  double checkpoint_every_s = 60;                               ///< of computing
  double walltime_s = std::numeric_limits<double>::infinity();  ///< of this program, from `started`
  Progress::Clock::time_point started = Progress::Clock::now();
  bool check_writes = false;      ///< every process keeps to the columns it declares, or throws
  bool wait_for_kernels = false;  ///< on a CUDA device: take the times of processes, at a price
};

/// Ticks for times of biology, rounded to the nearest tick; at least one.
RunPlan plan_of(const Scenario& scenario, std::optional<double> until_min);

/// What the summary says about a run beside its state.
struct RunCircumstances {
  std::string device;
  int threads = 1;
  bool demo = false;
  bool has_oxygen = true;    ///< the lattice model computes none
  double wall_s_before = 0;  ///< computed by earlier programs of the same run
};

/// Takes the state as it stands now, and the diary out of it; called at tick 0, at every
/// output_every and at the end.
using WriteOutput = std::function<void(State&)>;

/// Advances a model to the plan's end, writing outputs and checkpoints, heeding signals.
class Runner {
 public:
  Runner(Device& device, Model& model, RunDirectory& directory, const RunPlan& plan,
         const RunCircumstances& circumstances, WriteOutput write_output, std::FILE* messages);

  /// The checkpoint that the model's state was read from; it is kept until the next is on disk.
  void resumed_from(const std::filesystem::path& checkpoint);
  /// RunStatus::finished, or stopped by a signal or the clock; the state is in a checkpoint.
  RunStatus run();
  /// As of the last checkpoint.
  const Summary& summary() const { return summary_; }

 private:
  void step();
  void chore(const char* name, Progress::Clock::time_point begun);
  bool must_stop();
  void after_step();
  void write_output();
  void checkpoint();
  void close_oxygen_ledger();
  void report();
  void tell(const std::vector<Milestone>& milestones);
  Standing standing() const;
  double session_s() const;
  RunStatus finish(RunStatus status);

  Device& device_;
  Model& model_;
  RunDirectory& directory_;
  const std::string scenario_text_;  ///< as it is computed; its file may be edited meanwhile
  RunPlan plan_;
  RunCircumstances circumstances_;
  WriteOutput write_output_;
  std::optional<WriteCheck> write_check_;
  RunLog log_;
  Progress progress_;
  Milestones milestones_;
  ProcessTimes times_;
  Summary summary_;
  std::optional<std::filesystem::path> last_checkpoint_;
  std::optional<std::uint32_t> checkpointed_tick_, written_tick_;
  Progress::Clock::time_point last_checkpoint_at_, logged_at_{};
  double checkpoint_took_s_ = 0;
};

}  // namespace metastasim
