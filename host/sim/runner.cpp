#include "host/sim/runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "host/input_error.hpp"
#include "host/io/provenance.hpp"
#include "host/io/run_file.hpp"
#include "host/sim/signals.hpp"
#include "host/sim/time_text.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/oxygen_budget.hpp"

namespace metastasim {

namespace {

using Json = nlohmann::ordered_json;

double seconds_since(Progress::Clock::time_point then) {
  return std::chrono::duration<double>(Progress::Clock::now() - then).count();
}

std::uint32_t ticks_of(double minutes, double tick_s) {
  if (minutes * 60 / tick_s > most_ticks)
    throw InputError(
        fmt::format("--until: {:.4g} min are more than {} ticks of {} s, all that a run counts",
                    minutes, most_ticks, tick_s));
  return static_cast<std::uint32_t>(std::max(1LL, std::llround(minutes * 60 / tick_s)));
}

std::uint64_t tumour_cells_in(const State& state) {
  std::uint64_t cells = state.travellers.read_count();
  for (const auto& site : state.sites)
    cells += static_cast<std::uint64_t>(
        std::ranges::count_if(site->cells.to_host(cell::kind), is_tumour));
  return cells;
}

/// What is no number is worse than any.
double worse(double a, double b) { return std::isnan(b) ? b : std::max(a, b); }

}  // namespace

RunPlan plan_of(const Scenario& scenario, std::optional<double> until_min) {
  RunPlan plan;
  plan.end_tick = ticks_of(until_min.value_or(scenario.duration_min), scenario.tick_s);
  plan.output_every = ticks_of(scenario.output.every_min, scenario.tick_s);
  plan.checkpoint_every_s = scenario.output.checkpoint_every_s;
  return plan;
}

Runner::Runner(Device& device, Model& model, RunDirectory& directory, const RunPlan& plan,
               const RunCircumstances& circumstances, WriteOutput write_output, std::FILE* messages)
    : device_(device),
      model_(model),
      directory_(directory),
      scenario_text_(directory.scenario_text()),
      plan_(plan),
      circumstances_(circumstances),
      write_output_(std::move(write_output)),
      log_(directory.path() / "log.jsonl"),
      progress_(messages, isatty(fileno(messages)) != 0, model.state.tick),
      milestones_(model.state),
      times_(device),
      last_checkpoint_at_(Progress::Clock::now()) {}

void Runner::resumed_from(const std::filesystem::path& checkpoint) {
  last_checkpoint_ = checkpoint;
  checkpointed_tick_ = model_.state.tick;
  summary_ = from_stored_json(read_checkpoint_notes(checkpoint).summary);
  times_ = ProcessTimes(device_, summary_.times);
  milestones_ = Milestones(model_.state, diary_of_run(directory_.path(), checkpoint));
  milestones_.pass_over(model_.state, read_series(directory_.path()));
  written_tick_ = model_.state.tick;  // an output is written before the checkpoint of its tick
}

RunStatus Runner::run() {
  if (plan_.check_writes) write_check_.emplace();
  log_.note({{"event", "start"},
             {"tick", model_.state.tick},
             {"program", program_name()},
             {"device", circumstances_.device},
             {"threads", circumstances_.threads},
             {"values", values_word(circumstances_.demo)}});
  times_.set_size(cells_in(model_.state), voxels_in(model_.state));
  if (model_.state.tick == 0) write_output();
  while (model_.state.tick < plan_.end_tick) {
    step();
    after_step();
    if (must_stop() && model_.state.tick < plan_.end_tick) return finish(RunStatus::stopped);
  }
  write_output();
  return finish(RunStatus::finished);
}

void Runner::step() {
  const bool timed = !device_.is_cuda() || plan_.wait_for_kernels;
  StepObserver* observer = timed ? &times_ : nullptr;
  if (write_check_)
    observer = &*write_check_;  // one observer at a time: a checked run is not timed
  advance(device_, model_.state, model_.parameters, observer);
}

/// Counted like a process of the cascade.
void Runner::chore(const char* name, Progress::Clock::time_point begun) {
  times_.add(name, seconds_since(begun));
}

/// A checkpoint must fit between here and the limit, with room for a slow disk.
bool Runner::must_stop() {
  const signals::Request request = signals::take();
  if (request == signals::Request::checkpoint) checkpoint();
  const double margin_s = std::min(30.0, 0.05 * plan_.walltime_s) + 2 * checkpoint_took_s_;
  return request == signals::Request::stop ||
         seconds_since(plan_.started) + margin_s > plan_.walltime_s;
}

void Runner::after_step() {
  if (model_.state.tick % plan_.output_every == 0) write_output();
  if (seconds_since(last_checkpoint_at_) >= plan_.checkpoint_every_s) checkpoint();
  if (progress_.is_due()) report();
}

void Runner::write_output() {
  if (written_tick_ == model_.state.tick) return;
  const auto begun = Progress::Clock::now();
  tell(milestones_.news(model_.state));  // an output takes the diary with it
  tell(milestones_.seen_at_output(model_.state));
  write_output_(model_.state);
  chore("(output)", begun);
  written_tick_ = model_.state.tick;
}

double Runner::session_s() const { return seconds_since(plan_.started); }

void Runner::checkpoint() {
  if (checkpointed_tick_ == model_.state.tick) return;
  const auto begun = Progress::Clock::now();
  summary_ = summarize(model_.state);
  close_oxygen_ledger();
  summary_.device = circumstances_.device;
  summary_.threads = circumstances_.threads;
  summary_.values = circumstances_.demo ? "demo" : "realistic";
  summary_.wall_s = circumstances_.wall_s_before + session_s();
  summary_.times = times_.rows();
  const RunRecord& record = directory_.record();
  last_checkpoint_ =
      directory_.checkpoints().write(model_.state,
                                     {record.scenario_path, scenario_text_, record.overrides,
                                      program_name(), summary_.wall_s, to_stored_json(summary_)},
                                     last_checkpoint_);
  checkpointed_tick_ = model_.state.tick;
  last_checkpoint_at_ = Progress::Clock::now();
  checkpoint_took_s_ = seconds_since(begun);
  chore("(checkpoint)", begun);
  log_.note({{"event", "checkpoint"},
             {"tick", model_.state.tick},
             {"file", last_checkpoint_->filename().string()},
             {"state_hash", summary_.state_hash},
             {"seconds", checkpoint_took_s_}});
}

void Runner::close_oxygen_ledger() {
  if (!circumstances_.has_oxygen) return summary_.leave_out_oxygen();
  for (const auto& site : model_.state.sites) {
    const auto budget = tissue::oxygen_budget(device_, model_.state, *site, model_.parameters);
    summary_.oxygen_imbalance = worse(summary_.oxygen_imbalance, budget.imbalance());
    summary_.oxygen_unsolved = worse(summary_.oxygen_unsolved, budget.unsettled_share());
  }
}

Standing Runner::standing() const {
  const State& state = model_.state;
  Standing s;
  s.time_min = state.time_min();
  s.tick = state.tick;
  s.end_tick = plan_.end_tick;
  s.end_min = plan_.end_tick * static_cast<double>(state.tick_us) / 60e6;
  s.cells = tumour_cells_in(state);
  return s;
}

void Runner::tell(const std::vector<Milestone>& milestones) {
  for (const Milestone& milestone : milestones) {
    progress_.say(milestone);
    log_.note({{"event", "milestone"}, {"what", milestone.text}, {"time_min", milestone.time_min}});
  }
}

void Runner::report() {
  tell(milestones_.news(model_.state));
  const Standing now = standing();
  times_.set_size(now.cells, voxels_in(model_.state));
  progress_.show(now);
  if (seconds_since(logged_at_) < 10) return;
  logged_at_ = Progress::Clock::now();
  log_.note({{"event", "progress"},
             {"tick", now.tick},
             {"time_min", now.time_min},
             {"cells", now.cells},
             {"steps_per_s", progress_.steps_per_second()}});
}

RunStatus Runner::finish(RunStatus status) {
  report();
  progress_.end();
  if (status == RunStatus::stopped) progress_.say("   Stopping: writing a checkpoint ...");
  checkpoint();
  RunRecord record = directory_.record();
  record.status = status;
  record.time_min = model_.state.time_min();
  directory_.update(record);
  log_.note({{"event", status == RunStatus::finished ? "finished" : "stopped"},
             {"tick", model_.state.tick},
             {"wall_s", summary_.wall_s}});
  return status;
}

}  // namespace metastasim
