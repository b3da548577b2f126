#pragma once
#include "host/config/check.hpp"
#include "host/config/registry.hpp"
#include "tests/host/config/scenarios.hpp"

namespace metastasim::config {

/// A scenario with every key written out, one a line, and where each key stands.
struct WrittenOut {
  std::vector<std::string> lines;
  struct At {
    std::size_t line;  ///< from 0
    std::string path;
    const Key* key;
  };
  std::vector<At> settings;

  std::string with(std::size_t line, const std::string& fresh) const {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) text += (i == line ? fresh : lines[i]) + "\n";
    return text;
  }
};

inline const Setting* setting_of(const Scenario& s, const std::string& path) {
  for (const Setting& setting : s.settings)
    if (setting.key == path) return &setting;
  return nullptr;
}

/// With lymphatics and blood of one viscosity, without which nothing reads some keys.
inline std::string fuller_scenario() {
  std::string text = full_scenario;
  text.insert(text.find("left heart    ->") - 1, R"("axillary node -> lymph duct -> veins", )");
  return text + R"(
[blood]
viscosity_law = "constant"
[site.breast.lymph]
network   = { generate = "blind-ended tree", length_density = "20 mm/mm^3", keep_out = "tumour" }
drains_to = "axillary node"
)";
}

inline WrittenOut write_out() {
  const Scenario s = read_scenario_text(fuller_scenario(), "full.toml").scenario.value();
  WrittenOut out;
  std::string table, text = resolved_toml(s);
  for (std::size_t end; (end = text.find('\n')) != text.npos; text.erase(0, end + 1)) {
    const std::string line = text.substr(0, end);
    if (line.starts_with('[')) table = line.substr(1, line.size() - 2) + ".";
    const auto equals = line.find(" = ");
    if (equals != line.npos && !line.starts_with('#')) {
      const std::string path = table + line.substr(0, equals);
      const Setting* setting = setting_of(s, path);
      if (setting) out.settings.push_back({out.lines.size(), path, &registry()[setting->place]});
    }
    out.lines.push_back(line);
  }
  return out;
}

}  // namespace metastasim::config
