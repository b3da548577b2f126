#include <fmt/format.h>

#include <algorithm>

#include "host/config/check.hpp"
#include "host/config/registry.hpp"

namespace metastasim::config {

namespace {

struct TableText {
  std::string name;
  std::string lines;
};

/// Tables in the order of their first setting. Cell types and sites come first: their order is
/// their number, and a cell type may have no setting of its own.
class Tables {
 public:
  explicit Tables(const Scenario& s) {
    of("");
    for (const std::string& type : s.cell_types) of("cell." + type);
    for (const SiteSpec& site : s.sites) of("site." + site.name);
  }

  std::string& of(const std::string& name) {
    const auto at = std::find_if(tables_.begin(), tables_.end(),
                                 [&](const TableText& t) { return t.name == name; });
    if (at != tables_.end()) return at->lines;
    tables_.push_back({name, ""});
    return tables_.back().lines;
  }

  std::string text() const {
    std::string out;
    for (const TableText& t : tables_)
      out += (t.name.empty() ? "" : fmt::format("\n[{}]\n", t.name)) + t.lines;
    return out;
  }

 private:
  std::vector<TableText> tables_;
};

std::string value_of(const Setting& setting) {
  if (setting.realistic.empty()) return setting.in_force;
  return fmt::format("{{ demo = {}, realistic = {} }}", setting.demo, setting.realistic);
}

std::string origin_of(const Setting& setting) {
  if (setting.origin.on_command_line) return "  # from the command line";
  return setting.origin.written() ? "" : "  # default";
}

}  // namespace

std::string resolved_toml(const Scenario& s) {
  Tables tables(s);
  for (const Setting& setting : s.settings)
    tables.of(parent_of(setting.key)) +=
        fmt::format("{} = {}{}\n", last_part(setting.key), value_of(setting), origin_of(setting));
  return "# Every value in force, written or default. This file is a scenario.\n" + tables.text();
}

}  // namespace metastasim::config
