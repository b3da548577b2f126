#include "host/sim/simulation.hpp"

#include <fmt/format.h>
#include <omp.h>

#include <nlohmann/json.hpp>

#include "host/config/lattice.hpp"
#include "host/input_error.hpp"
#include "host/io/durable.hpp"
#include "host/sim/enough_memory.hpp"
#include "host/sim/outputs.hpp"
#include "host/sim/run_log.hpp"
#include "host/sim/signals.hpp"
#include "host/sim/tell.hpp"
#include "host/sim/time_text.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim {

namespace fs = std::filesystem;

namespace {

double end_of(const Scenario& scenario, const RunRequest& request) {
  return request.until_min.value_or(scenario.duration_min);
}

/// A model, and what is known of the run before it.
struct Standpoint {
  Model model;
  double wall_s = 0;
  std::optional<fs::path> checkpoint;
};

void tell_refused(const std::vector<RefusedCheckpoint>& refused, std::FILE* messages) {
  for (const RefusedCheckpoint& one : refused)
    tell(messages, "   {} is passed over: {}\n", one.file.string(), one.why);
}

Standpoint standpoint_at(const fs::path& checkpoint, const Scenario& scenario, Device& device,
                         std::FILE* messages) {
  Model model{empty_state(scenario, device), build_parameters(scenario, device)};
  restore_checkpoint(checkpoint, model.state);
  vessels::rebuild_vessel_geometry(model.state, device);
  tell(messages, "   Going on from {} ({}).\n", checkpoint.string(),
       day_text(model.state.time_min()));
  return {std::move(model), read_checkpoint_notes(checkpoint).wall_s, checkpoint};
}

void mark_running(RunDirectory& directory, double end_min) {
  RunRecord record = directory.record();
  record.status = RunStatus::running;
  record.end_min = end_min;
  directory.update(record);
}

Outputs outputs_of(const RunDirectory& directory, const Standpoint& at, const Scenario& scenario,
                   const RunCircumstances& circumstances, const RunRequest& request) {
  const Provenance provenance =
      make_provenance(scenario, circumstances.device, circumstances.threads, request.command_line);
  if (!at.checkpoint) return Outputs::begin(directory.path(), provenance, scenario.output);
  return Outputs::go_on(directory.path(), provenance, scenario.output, at.model.state.tick,
                        request.messages);
}

RunEnd compute(RunDirectory& directory, Standpoint at, const Scenario& scenario, Device& device,
               const RunRequest& request) {
  mark_running(directory, end_of(scenario, request));
  RunPlan plan = plan_of(scenario, request.until_min);
  plan.walltime_s = request.walltime_s;
  plan.started = request.started;
  plan.check_writes = request.check_writes;
  plan.wait_for_kernels = request.timings;
  const RunCircumstances circumstances{device.description(), omp_get_max_threads(), scenario.demo,
                                       !config::on_lattice(scenario), at.wall_s};
  Outputs outputs = outputs_of(directory, at, scenario, circumstances, request);
  signals::listen();
  Runner runner(
      device, at.model, directory, plan, circumstances,
      [&outputs](State& state) { outputs.write(state); }, request.messages);
  if (at.checkpoint) runner.resumed_from(*at.checkpoint);
  const RunStatus status = runner.run();
  outputs.finish();
  return {status, false, runner.summary()};
}

/// Whatever can be refused is refused here.
Model model_for(const Scenario& scenario, Device& device, const RunRequest& request) {
  plan_of(scenario, request.until_min);
  require_memory(scenario, cells_at_start(scenario), device);
  return build_model(scenario, device);
}

/// `model` is built before anything of an older run is replaced.
RunEnd begin(const Scenario& scenario, const std::vector<std::string>& overrides, Device& device,
             const RunRequest& request, Model model) {
  RunDirectory directory =
      RunDirectory::create(request.folder,
                           {identity_of(scenario, overrides), RunStatus::running, scenario.path,
                            overrides, end_of(scenario, request), 0, scenario.demo},
                           scenario.text);
  return compute(directory, {std::move(model), 0, {}}, scenario, device, request);
}

bool is_finished(const RunRecord& record, const Summary& at, double end_min) {
  return record.status == RunStatus::finished && at.time_min >= end_min - 1e-6;
}

/// Where a run stands.
struct Reached {
  fs::path checkpoint;
  CheckpointNotes notes;
  Summary summary;
};

/// Nothing where there never was a checkpoint.
std::optional<Reached> reached_by(const RunDirectory& directory, std::FILE* messages) {
  const FoundCheckpoint found = directory.checkpoints().find();
  tell_refused(found.refused, messages);
  if (directory.lost_its_checkpoints(found)) throw no_checkpoint(directory);
  if (!found.newest) return {};
  CheckpointNotes notes = read_checkpoint_notes(*found.newest);
  Summary summary = from_stored_json(notes.summary);
  return Reached{*found.newest, std::move(notes), std::move(summary)};
}

RunEnd shown(const RunDirectory& directory, const Reached& reached) {
  return {RunStatus::finished, true, reached.summary, directory.record().identity.program};
}

/// A time before the one that the run has reached would end it where it was not asked to end.
void require_later_end(const RunDirectory& directory, const Summary& at, const Scenario& scenario,
                       double end_min) {
  if (plan_of(scenario, end_min).end_tick >= plan_of(scenario, at.time_min).end_tick) return;
  throw InputError(
      fmt::format("{0} stands at {1} ({2:.6g} min), which is later than {3:.6g} min. Nothing was "
                  "changed.\n  Write a later time:  --until \"TIME\"\n"
                  "  Look at it:          metastasim info {0}",
                  directory.path().string(), day_text(at.time_min), at.time_min, end_min));
}

/// A state goes on with the scenario that it was computed with, or the answer would be of neither.
void require_same_scenario(const RunDirectory& directory, const Reached& reached) {
  if (directory.scenario_text() == reached.notes.scenario_text &&
      directory.record().overrides == reached.notes.overrides)
    return;
  throw InputError(fmt::format(
      "{0}: its scenario.toml, or the --set values in its run.json, are not those that its "
      "checkpoint was computed with. Nothing was changed.\n"
      "  Put back what was there; the checkpoint tells it:  h5dump -g /notes {1}\n"
      "  Compute the changed scenario as another run:       metastasim run SCENARIO.toml --out "
      "{0}_2",
      directory.path().string(), reached.checkpoint.string()));
}

/// One answer comes out of one program; where two took turns, it is told.
void note_change_of_program(const RunDirectory& directory, const Reached& reached,
                            std::FILE* messages) {
  const std::string before = reached.notes.program, now = program_name();
  if (before == now) return;
  tell(messages, "   Computed until here by metastasim {}; this is {}, and log.jsonl says so.\n",
       before, now);
  RunLog(directory.path() / "log.jsonl")
      .note({{"event", "another program"},
             {"time_min", reached.summary.time_min},
             {"before", before},
             {"now", now}});
}

RunEnd go_on(RunDirectory directory, const std::optional<Reached>& reached,
             const Scenario& scenario, Device& device, const RunRequest& request) {
  if (!reached)
    return begin(scenario, directory.record().overrides, device, request,
                 model_for(scenario, device, request));
  if (is_finished(directory.record(), reached->summary, end_of(scenario, request)))
    return shown(directory, *reached);
  require_same_scenario(directory, *reached);
  require_later_end(directory, reached->summary, scenario, end_of(scenario, request));
  require_memory(scenario, cells_of(reached->summary), device);
  Standpoint at = standpoint_at(reached->checkpoint, scenario, device, request.messages);
  note_change_of_program(directory, *reached, request.messages);
  return compute(directory, std::move(at), scenario, device, request);
}

/// What differs, in words.
std::string difference(const RunIdentity& there, const RunIdentity& asked) {
  if (there.seed != asked.seed)
    return fmt::format("its seed is {}, not {}", there.seed, asked.seed);
  if (there.scenario_digest != asked.scenario_digest)
    return "its scenario, its input files or its --set values are others";
  return fmt::format("it was begun by metastasim {}, this is {}", there.program, asked.program);
}

InputError another_run(const fs::path& folder, const std::string& why) {
  return InputError(
      fmt::format("{0} already holds another run ({1}). Nothing was changed.\n"
                  "  Go on with that one:  metastasim resume {0}\n"
                  "  Put this one beside:  --out {0}_2\n"
                  "  Replace it:           --force",
                  folder.string(), why));
}

}  // namespace

ExitCode exit_code_of(const RunEnd& end) {
  if (!end.summary.adds_up()) return ExitCode::numerical;
  return end.status == RunStatus::stopped ? ExitCode::stopped : ExitCode::done;
}

fs::path usual_folder(const std::string& scenario_path) {
  return fs::path("runs") / fs::path(scenario_path).stem();
}

RunEnd run_scenario(const Scenario& scenario, const std::vector<std::string>& overrides,
                    Device& device, const RunRequest& request) {
  if (fs::exists(request.folder) && !fs::is_directory(request.folder))
    throw InputError(fmt::format("--out {}: is a file; a run wants a folder of its own",
                                 request.folder.string()));
  std::optional<Model>
      model;  // of a run with no folder yet, which a refusal is not to leave behind
  if (!fs::exists(request.folder)) model = model_for(scenario, device, request);
  durable::make_folder(request.folder);
  const RunLock lock(request.folder);
  if (request.force || !RunDirectory::is_run(request.folder))
    return begin(scenario, overrides, device, request,
                 model ? *std::move(model) : model_for(scenario, device, request));
  RunDirectory directory = RunDirectory::open(request.folder);
  const RunIdentity asked = identity_of(scenario, overrides);
  const RunIdentity& there = directory.record().identity;
  if (!asked.same_but_for_program(there))
    throw another_run(request.folder, difference(there, asked));
  const auto reached = reached_by(directory, request.messages);
  const bool finished =
      reached && is_finished(directory.record(), reached->summary, end_of(scenario, request));
  if (there != asked && !finished) throw another_run(request.folder, difference(there, asked));
  return go_on(std::move(directory), reached, scenario, device, request);
}

RunEnd resume_run(const Scenario& scenario, Device& device, const RunRequest& request) {
  RunDirectory directory = RunDirectory::open(request.folder);
  const RunLock lock(request.folder);
  RunRequest asked = request;
  if (!asked.until_min) asked.until_min = directory.record().end_min;
  const auto reached = reached_by(directory, request.messages);
  return go_on(std::move(directory), reached, scenario, device, asked);
}

}  // namespace metastasim
