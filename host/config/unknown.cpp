#include "host/config/unknown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/likely_unit.hpp"
#include "host/config/nearest.hpp"
#include "host/config/registry.hpp"
#include "host/config/value.hpp"

namespace metastasim::config {

namespace {

/// Guessing compares with every key, and nobody reads more than a screenful: a file with more
/// errors than that is not a scenario.
constexpr std::size_t most_reported = 200;
constexpr std::size_t longest_guess = 200;

/// The names that may stand in a table.
std::vector<std::string> names_in(const std::vector<std::string>& table) {
  std::vector<std::string> names;
  for (const Key& key : registry()) {
    const std::vector<std::string> pattern = parts_of(key.pattern);
    if (pattern.size() <= table.size()) continue;
    bool inside = true;
    for (std::size_t i = 0; i < table.size(); ++i)
      inside = inside && (pattern[i] == "*" || pattern[i] == table[i]);
    const std::string name = pattern[table.size()] == "*" ? "NAME" : pattern[table.size()];
    if (inside && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string consequence(const Key& key) {
  const auto& value = key.defaults.mouse;
  if (!value) return fmt::format("Without it nothing says {}.", key.meaning);
  return fmt::format("{} would keep its default.", last_part(key.pattern));
}

std::string all_settings_of(const std::string& path) {
  const std::string table = parent_of(path);
  return table.empty() ? "all settings:  metastasim explain"
                       : fmt::format("all settings there:  metastasim explain {}", table);
}

/// The value under the right name, with a unit where it has none; where the setting does not take
/// it, what it would take.
std::string line_with(const Node& value, const Key& key, const std::string& meant,
                      const std::string& species) {
  const Node proposed = with_likely_units(value, key, species);
  if (proposed.kind != Node::Kind::table) {
    const ReadValue read = read_value(proposed, key, meant, species);
    if (const Problem* problem = std::get_if<Problem>(&read)) return problem->write;
  }
  return last_part(meant) + " = " + literal(proposed);
}

}  // namespace

std::string correction(const std::string& path, const std::string& meant, const Node& value,
                       const std::string& species) {
  const Key* key = key_at(meant);
  if (value.kind == Node::Kind::table && !key) return fmt::format("[{}]", meant);
  std::string line =
      key ? line_with(value, *key, meant, species) : last_part(meant) + " = " + literal(value);
  if (parent_of(path) != parent_of(meant)) line += fmt::format("     in [{}]", parent_of(meant));
  return line;
}

std::string joined(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& part : path) {
    if (!out.empty()) out += '.';
    out += key_literal(part);
  }
  return out;
}

namespace {

class Search {
 public:
  Search(const std::set<const Node*>& taken, const std::string& species)
      : taken_(taken), species_(species) {}

  void visit(const Node& table, const std::vector<std::string>& path) {
    for (const Entry& entry : table.entries) {
      if (taken_.contains(&entry.value)) continue;
      if (found.size() >= most_reported) return;
      std::vector<std::string> here = path;
      here.push_back(entry.name);
      if (!is_prefix_of_a_key(here))
        report(entry, here);
      else if (entry.value.kind == Node::Kind::table)
        visit(entry.value, here);
      else
        report_not_a_table(entry, here);
    }
  }

  std::vector<Unknown> found;

 private:
  void report(const Entry& entry, const std::vector<std::string>& path);
  void report_not_a_table(const Entry& entry, const std::vector<std::string>& path);
  const std::set<const Node*>& taken_;
  const std::string& species_;
};

void Search::report(const Entry& entry, const std::vector<std::string>& path) {
  const std::string name = joined(path);
  const bool guess = name.size() <= longest_guess;
  const auto meant = guess ? nearest_key(name) : std::nullopt;
  const std::string what =
      entry.value.kind == Node::Kind::table ? "no such table" : "no such setting";
  if (!meant) {
    const std::vector<std::string> parent(path.begin(), path.end() - 1);
    found.push_back(
        {{entry.origin, name, what, "Nothing in this program would read it.", "",
          guess ? fmt::format("what may stand there: {}", fmt::join(names_in(parent), ", ")) : ""},
         ""});
    return;
  }
  const Key* key = key_at(*meant);
  found.push_back({{entry.origin, name, what,
                    key ? consequence(*key) : "Nothing in this program would read it.",
                    correction(name, *meant, entry.value, species_), all_settings_of(*meant)},
                   *meant,
                   !key && entry.value.kind == Node::Kind::table});
}

/// pressure = "45 mmHg" where only pressure.arteriole and pressure.venule exist.
void Search::report_not_a_table(const Entry& entry, const std::vector<std::string>& path) {
  const std::vector<std::string> names = names_in(path);
  const std::string first = names.empty() ? "..." : names.front();
  found.push_back({{entry.value.origin, joined(path),
                    fmt::format("{} instead of a table", name_of(entry.value.kind)),
                    "Several settings stand below this name.",
                    fmt::format("{} = {{ {} = ... }}", key_literal(path.back()), first),
                    fmt::format("what may stand there: {}", fmt::join(names, ", "))},
                   ""});
}

}  // namespace

std::vector<Unknown> unknown_settings(const Node& root, const std::set<const Node*>& taken,
                                      const std::string& species) {
  Search search(taken, species);
  search.visit(root, {});
  return std::move(search.found);
}

}  // namespace metastasim::config
