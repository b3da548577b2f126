#include "host/sim/run_directory.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "host/io/digest.hpp"
#include "host/io/durable.hpp"
#include "host/io/input_files.hpp"
#include "host/io/io_error.hpp"
#include "host/io/provenance.hpp"
#include "host/sim/build_info.hpp"
#include "host/sim/set_aside.hpp"

namespace metastasim {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* status_names[] = {"running", "stopped", "finished"};

Json json_of(const RunRecord& record) {
  return {{"format", 1},
          {"scenario", record.scenario_path},
          {"overrides", record.overrides},
          {"scenario_sha256", record.identity.scenario_digest},
          {"seed", record.identity.seed},
          {"program", record.identity.program},
          {"values", values_word(record.demo)},
          {"status", status_names[static_cast<int>(record.status)]},
          {"end_min", record.end_min},
          {"time_min", record.time_min}};
}

RunStatus status_from(const std::string& name) {
  for (const RunStatus status : {RunStatus::running, RunStatus::stopped, RunStatus::finished})
    if (name == status_names[static_cast<int>(status)]) return status;
  return RunStatus::running;
}

RunRecord record_from(const Json& json) {
  RunRecord record;
  record.scenario_path = json.at("scenario");
  record.overrides = json.at("overrides").get<std::vector<std::string>>();
  record.identity.scenario_digest = json.at("scenario_sha256");
  record.identity.seed = json.at("seed");
  record.identity.program = json.at("program");
  record.status = status_from(json.at("status"));
  record.end_min = json.at("end_min");
  record.time_min = json.at("time_min");
  record.demo = json.value("values", "") == values_word(true);
  return record;
}

RunRecord read_record(const fs::path& folder) {
  const fs::path file = folder / "run.json";
  try {
    return record_from(Json::parse(durable::read(file)));
  } catch (const Json::exception& error) {
    throw InputError(fmt::format("{}: not readable ({}). Its checkpoints may be whole: {}",
                                 file.string(), error.what(), (folder / "checkpoint").string()));
  }
}

/// What a run writes beside run.json; anything else is the user's and stays.
bool belongs_to_a_run(std::string name) {
  if (name.ends_with(".tmp")) name.resize(name.size() - 4);
  for (const char* file :
       {"run.vtkhdf", "run.xdmf2", "view.py", "funnel.csv", "log.jsonl", "scenario.toml"})
    if (name == file) return true;
  if (is_set_aside(name)) return true;
  for (const char* block : {"_cells.vtkhdf", "_fields.vtkhdf", "_vessels.vtkhdf"})
    if (name.starts_with("run_") && name.ends_with(block)) return true;
  return false;
}

/// run.json goes last: while it is there, this is a run that can be replaced.
void erase_run(const fs::path& folder) {
  if (!RunDirectory::is_run(folder)) {
    if (fs::is_empty(folder)) return;
    throw InputError(
        fmt::format("{}: holds files and is not a run (there is no run.json), so nothing was "
                    "written. Choose another folder:  --out runs/NAME",
                    folder.string()));
  }
  for (const auto& entry : fs::directory_iterator(folder))
    if (belongs_to_a_run(entry.path().filename().string())) fs::remove_all(entry.path());
  CheckpointFolder(folder / "checkpoint").clear();
  fs::remove(folder / "run.json");
}

}  // namespace

std::string program_name() {
  const BuildInfo& build = build_info();
  return fmt::format("{} ({}{})", build.version, std::string(build.commit).substr(0, 8),
                     build.dirty ? "+" : "");
}

RunIdentity identity_of(const Scenario& scenario, const std::vector<std::string>& overrides) {
  std::string all = scenario.text;
  for (const std::string& text : overrides) all += '\0' + text;
  for (const InputFile& file : input_files_of(scenario)) all += '\0' + durable::read(file.path);
  return {to_hex(sha256(all)), scenario.seed, program_name()};
}

bool RunDirectory::is_run(const fs::path& folder) { return fs::exists(folder / "run.json"); }

RunDirectory RunDirectory::open(const fs::path& folder) {
  if (!is_run(folder))
    throw InputError(
        fmt::format("{}: no run there (a run's folder holds run.json). Runs of this "
                    "folder: ls runs",
                    folder.string()));
  RunDirectory directory(folder);
  directory.record_ = read_record(folder);
  return directory;
}

RunDirectory RunDirectory::create(const fs::path& folder, const RunRecord& record,
                                  const std::string& scenario_text) {
  durable::make_folder(folder);
  erase_run(folder);
  RunDirectory directory(folder);
  directory.update(record);
  durable::make_folder(folder / "checkpoint");
  durable::write(folder / "scenario.toml", scenario_text);
  return directory;
}

void RunDirectory::update(const RunRecord& record) {
  record_ = record;
  durable::write(folder_ / "run.json", json_of(record).dump(2) + '\n');
}

/// run.json has the time of the last stop; a run that was killed before has none there.
bool RunDirectory::lost_its_checkpoints(const FoundCheckpoint& found) const {
  return !found.newest && (record_.time_min > 0 || !found.refused.empty());
}

InputError no_checkpoint(const RunDirectory& directory) {
  return InputError(fmt::format(
      "{} has been computed, but none of its checkpoints can be read any more. Nothing was "
      "changed.\n  Compute it again from the start:  --force   (of `metastasim run`; its outputs "
      "go)",
      directory.path().string()));
}

std::string RunDirectory::scenario_text() const { return durable::read(folder_ / "scenario.toml"); }

}  // namespace metastasim
