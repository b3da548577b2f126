#include "host/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

#include "host/config/document.hpp"
#include "host/config/settings.hpp"

namespace metastasim::config {

namespace {

void note_demo(const Scenario& s, std::vector<Note>& notes) {
  if (s.demo_pairs == 0) return;
  Origin origin;
  for (const Setting& setting : s.settings)
    if (setting.key == "values") origin = setting.origin;
  notes.push_back({origin, fmt::format("values = \"demo\": {} value{} in the cancer cells' favour. "
                                       "Results show mechanism, not frequency.",
                                       s.demo_pairs, s.demo_pairs == 1 ? " is" : "s are")});
}

Problem unreadable(const std::string& path, const std::string& why) {
  return {{}, "", fmt::format("{} could not be read", path), why, "", "metastasim examples"};
}

}  // namespace

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    const auto place = [](const Origin& o) {
      return std::tuple(o.on_command_line, o.line, o.column);
    };
    return place(a.origin) < place(b.origin);
  });
}

ReadResult read_scenario_text(std::string text, std::string name,
                              const std::vector<std::string>& overrides, InputFiles files) {
  ReadResult result{{}, {}, {}, name, text, overrides, true, {}};
  Document document = parse_document(text);
  apply_overrides(document, overrides);
  Scenario scenario;
  scenario.path = std::move(name);
  scenario.text = std::move(text);
  scenario.overrides = overrides;
  const bool is_toml = document.left_out == LeftOut::nothing;
  SettingsRead read = document.left_out <= LeftOut::settings
                          ? read_settings(document, scenario)
                          : SettingsRead{document.problems, false};
  result.problems = std::move(read.problems);
  result.complete =
      is_toml && complete_and_check(scenario, result.problems, files) && read.complete;
  sort_by_place(result.problems);
  note_demo(scenario, result.notes);
  if (result.problems.empty())
    result.scenario = std::move(scenario);
  else if (is_toml)
    result.draft = std::move(scenario);
  return result;
}

ReadResult read_scenario(const std::string& path, const std::vector<std::string>& overrides) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  ReadResult refused{{}, {}, {}, path, "", overrides, false, {}};
  if (error || !file)
    refused.problems = {unreadable(path, "There is no such file, or it may not be read.")};
  else if (bytes > (1 << 20))
    refused.problems = {unreadable(path, "A scenario has at most 1 MiB; this file is larger.")};
  if (!refused.problems.empty()) return refused;
  std::ostringstream text;
  text << file.rdbuf();
  return read_scenario_text(text.str(), path, overrides);
}

}  // namespace metastasim::config
