#include "host/config/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/config/not_done.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"

namespace metastasim::config {

namespace {

const Key& key_of(const Setting& setting) { return registry()[setting.place]; }

std::string source_of(const Setting& setting) {
  return source_in_force(key_of(setting).source, setting.origin.written());
}

bool is_demo(const Scenario& s, const Setting& setting) {
  return s.demo && !setting.realistic.empty();
}

/// "1 h .. 1000 d".
std::string short_range(const Key& key) {
  std::string range = range_of(key);
  if (const auto to = range.find(" to "); to != range.npos) range.replace(to, 4, " .. ");
  return range;
}

/// Lists may be long; --json has them in full.
std::string shortened(std::string text) {
  if (text.size() > 40) text.replace(37, text.npos, "...");
  return text;
}

std::string row(const Scenario& s, const Setting& setting) {
  const bool demo = is_demo(s, setting);
  const char mark = demo ? 'R' : setting.origin.written() ? ' ' : 'd';
  return fmt::format("{} {:<45} {:<22} {:<14} {:<24} {}\n", mark, setting.key,
                     shortened(plain(setting.in_force)), demo ? plain(setting.realistic) : "",
                     short_range(key_of(setting)), source_of(setting));
}

struct Counts {
  std::size_t written = 0, defaults = 0, assumed = 0;
};

Counts count(const Scenario& s) {
  Counts n;
  for (const Setting& setting : s.settings) {
    ++(setting.origin.written() ? n.written : n.defaults);
    n.assumed += key_of(setting).source.starts_with("assumed");
  }
  return n;
}

std::string key_to_the_marks(const Scenario& s, bool all, const Counts& n) {
  return fmt::format("  {}{}{} of {} are \"assumed\"\n", s.demo ? "R = demo   " : "",
                     all ? "d = default not written in your file   " : "", n.assumed,
                     n.written + n.defaults);
}

std::string demo_note(const Scenario& s) {
  if (s.demo_pairs == 0) return "";
  return fmt::format(
      "\n  DEMO: {} value{} in the cancer cells' favour; the realistic ones stand beside them.\n"
      "  Results show mechanism, not frequency. To quote numbers: --set values=realistic\n",
      s.demo_pairs, s.demo_pairs == 1 ? " is" : "s are");
}

std::string late_note(const Scenario& s) {
  std::string out;
  for (const Note& note : treatments_not_done(s, s.duration_min))
    out += fmt::format("\n  NOTE: {}\n", with_line(note));
  return out;
}

nlohmann::json json_of(const Scenario& s, const Setting& setting) {
  const Key& key = key_of(setting);
  nlohmann::json out{{"key", setting.key},
                     {"in_force", plain(setting.in_force)},
                     {"unit", key.unit},
                     {"allowed", range_of(key)},
                     {"source", source_of(setting)},
                     {"meaning", key.meaning},
                     {"demo", is_demo(s, setting)},
                     {"default", !setting.origin.written()},
                     {"line", setting.origin.line},
                     {"command_line", setting.origin.on_command_line}};
  if (!setting.realistic.empty()) out["realistic"] = plain(setting.realistic);
  return out;
}

}  // namespace

std::string plain(const std::string& literal) {
  const bool simple = literal.size() >= 2 && literal.front() == '"' && literal.back() == '"' &&
                      literal.find('\\') == std::string::npos;
  return simple ? literal.substr(1, literal.size() - 2) : literal;
}

std::string check_text(const Scenario& s, bool all, const std::vector<Estimate>& estimates) {
  const Counts n = count(s);
  std::string out = fmt::format("{}: correct. {} values written here, {} defaults{}.\n\n", s.path,
                                n.written, n.defaults, all ? ", all below" : " (--all shows them)");
  out += fmt::format("  {:<45} {:<22} {:<14} {:<24} {}\n", "setting", "in force",
                     s.demo ? "realistic" : "", "allowed", "source");
  for (const Setting& setting : s.settings)
    if (all || setting.origin.written()) out += row(s, setting);
  out += key_to_the_marks(s, all, n) + demo_note(s) + late_note(s);
  if (!estimates.empty()) out += '\n';
  for (const Estimate& e : estimates) out += fmt::format("  {:<10} {}\n", e.name, e.text);
  return out;
}

nlohmann::json check_json(const Scenario& s, const std::vector<Estimate>& estimates) {
  nlohmann::json out{{"file", s.path},
                     {"correct", true},
                     {"species", s.species},
                     {"demo", s.demo},
                     {"demo_pairs", s.demo_pairs},
                     {"settings", nlohmann::json::array()},
                     {"notes", nlohmann::json::array()},
                     {"estimates", nlohmann::json::object()}};
  for (const Setting& setting : s.settings) out["settings"].push_back(json_of(s, setting));
  for (const Note& note : treatments_not_done(s, s.duration_min))
    out["notes"].push_back({{"line", note.origin.line}, {"text", note.text}});
  for (const Estimate& e : estimates) out["estimates"][e.name] = e.text;
  return out;
}

nlohmann::json problems_json(const ReadResult& result) {
  nlohmann::json out{{"file", result.name},
                     {"correct", result.problems.empty()},
                     {"complete", result.complete},  // else there may be more problems
                     {"problems", nlohmann::json::array()},
                     {"notes", nlohmann::json::array()}};
  for (const Problem& p : result.problems)
    out["problems"].push_back({{"line", p.origin.line},
                               {"column", p.origin.column},
                               {"command_line", p.origin.on_command_line},
                               {"key", p.key},
                               {"what", p.what},
                               {"why", p.why},
                               {"write", p.write},
                               {"more", p.more}});
  for (const Note& note : result.notes)
    out["notes"].push_back({{"line", note.origin.line}, {"text", note.text}});
  return out;
}

}  // namespace metastasim::config
