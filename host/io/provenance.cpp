#include "host/io/provenance.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "host/config/check.hpp"
#include "host/io/digest.hpp"
#include "host/io/input_files.hpp"
#include "host/sim/build_info.hpp"
#include "kernels/cascade.hpp"

namespace metastasim {

namespace {

const ParamSpec& spec_of(const ParamValue& value) {
  const Process& process = cascade()[value.process].process;
  return (value.of_cell_type ? process.cell_params : process.params).specs[value.spec];
}

std::string settings_of(const Scenario& scenario) {
  const auto replace = nlohmann::json::error_handler_t::replace;
  return config::check_json(scenario)["settings"].dump(1, ' ', false, replace);
}

/// Of the values in force that are not the scenario's own.
std::vector<std::string> citations(const Scenario& scenario) {
  std::set<std::string> sources;
  std::set<std::string> in_force;
  for (const Setting& setting : scenario.settings) in_force.insert(setting.key);
  for (const ParamValue& value : scenario.parameters)
    if (value.is_default && in_force.contains(value.key)) sources.insert(spec_of(value).source);
  for (const char* none : {"", "assumed", "set-up"}) sources.erase(none);
  return {sources.begin(), sources.end()};
}

/// Of those that are still there: a run is resumed without them.
std::vector<std::pair<std::string, std::string>> input_digests(const Scenario& scenario) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const std::string& name, const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) out.emplace_back(name, sha256_of_file(file));
  };
  add(scenario.path, scenario.path);
  for (const InputFile& file : input_files_of(scenario)) add(file.name, file.path);
  return out;
}

std::string host_name() {
  char name[256] = "";
  return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

std::string build_text(const BuildInfo& build) {
  std::string text = fmt::format("{}, {}", build.compiler, build.build_type);
  if (*build.cuda != '\0')
    text += fmt::format(", CUDA {} for {}", build.cuda, build.cuda_architectures);
  return text;
}

}  // namespace

Provenance make_provenance(const Scenario& scenario, const std::string& device, int threads,
                           const std::string& command_line) {
  const BuildInfo& build = build_info();
  Provenance out;
  out.scenario = scenario.text;
  out.scenario_path = scenario.path;
  out.resolved = config::resolved_toml(scenario);
  out.settings = settings_of(scenario);
  out.title = scenario.title;
  out.species = scenario.species;
  out.seed = scenario.seed;
  out.demo = scenario.demo;
  out.version = build.version;
  out.commit = std::string(build.commit) + (build.dirty ? "+changes" : "");
  out.build = build_text(build);
  out.device = device;
  out.threads = threads;
  out.host = host_name();
  out.command_line = command_line;
  out.started_utc = utc_now();
  out.citations = citations(scenario);
  out.inputs = input_digests(scenario);
  return out;
}

std::string sha256_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw_errno(path, "cannot read");
  Sha256 digest;
  std::vector<char> part(1 << 20);
  while (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0)
    digest.add(std::as_bytes(std::span(part.data(), static_cast<std::size_t>(in.gcount()))));
  if (in.bad()) throw_errno(path, "cannot read");
  return to_hex(digest.finish());
}

std::string utc_now() {
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

namespace provenance {

namespace {

constexpr const char* sessions = "/provenance/sessions";
constexpr const char* ended = "/provenance/ended_utc";

std::string program_of(const Provenance& p) { return p.version + " (" + p.commit + ")"; }

nlohmann::ordered_json json_of_session(const Provenance& p, std::uint32_t tick) {
  return {{"begun_utc", p.started_utc},
          {"from_tick", tick},
          {"device", p.device},
          {"threads", p.threads},
          {"host", p.host},
          {"program", program_of(p)},
          {"build", p.build},
          {"command_line", p.command_line}};
}

/// Their names in the file are numbers of four digits, in order.
std::vector<std::string> read_sessions(const hdf5::File& file) {
  std::vector<std::string> out;
  if (!file.exists(sessions)) return out;
  for (const std::string& number : file.children(sessions))
    out.push_back(file.read_texts(fmt::format("{}/{}", sessions, number)).at(0));
  return out;
}

}  // namespace

void add_session(hdf5::File& file, const Provenance& p, std::uint32_t tick) {
  if (!file.exists(sessions)) file.create_group(sessions);
  const auto replace = nlohmann::json::error_handler_t::replace;
  file.write_text(fmt::format("{}/{:04}", sessions, file.children(sessions).size()),
                  json_of_session(p, tick).dump(-1, ' ', false, replace));
}

void note_time(hdf5::File& file) {
  if (file.exists(ended)) file.overwrite_text(ended, utc_now());
}

void write(hdf5::File& file, const Provenance& p) {
  const auto put = [&](const char* name, const std::string& text) {
    file.write_text(std::string("/provenance/") + name, text);
  };
  file.create_group("/provenance");
  put("title", p.title);
  put("species", p.species);
  put("values", values_word(p.demo));
  put("seed", fmt::to_string(p.seed));
  put("scenario", p.scenario);
  put("scenario_path", p.scenario_path);
  put("resolved", p.resolved);
  put("settings", p.settings);
  put("version", p.version);
  put("commit", p.commit);
  put("build", p.build);
  put("device", p.device);
  put("threads", fmt::to_string(p.threads));
  put("host", p.host);
  put("command_line", p.command_line);
  put("started_utc", p.started_utc);
  put("ended_utc", utc_now());
  put("schema_version", fmt::to_string(schema_version));
  put("licence", licence);
  file.write_texts("/provenance/citations", p.citations);
  std::vector<std::string> inputs;
  for (const auto& [path, digest] : p.inputs) inputs.push_back(digest + "  " + path);
  file.write_texts("/provenance/inputs_sha256", inputs);
  add_session(file, p, 0);
}

std::map<std::string, std::string> read(const hdf5::File& file) {
  std::map<std::string, std::string> out;
  for (const std::string& name : file.children("/provenance"))
    out[name] = fmt::format(
        "{}",
        fmt::join(name == "sessions" ? read_sessions(file) : file.read_texts("/provenance/" + name),
                  "\n"));
  return out;
}

std::string values(const hdf5::File& file) { return file.read_texts("/provenance/values").at(0); }

}  // namespace provenance
}  // namespace metastasim
