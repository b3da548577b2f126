#include "host/config/misspelt_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/nearest.hpp"
#include "host/config/registry.hpp"
#include "host/config/unknown.hpp"

namespace metastasim::config {

namespace {

/// What every site, or whatever else, must say of itself.
std::vector<std::string> required_of(const std::string& kind) {
  std::vector<std::string> names;
  for (const Key& key : registry()) {
    const std::vector<std::string> parts = parts_of(key.pattern);
    const bool must_be_written = !key.defaults.mouse && !key.defaults.human;
    if (parts.size() == 3 && parts[0] == kind && must_be_written) names.push_back(parts[2]);
  }
  return names;
}

bool has_one_of(const Node& table, const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [&](const std::string& n) { return table.find(n) != nullptr; });
}

/// Whether only headings of tables below it name it, or settings on the command line.
bool has_no_heading(const Entry& entry) {
  const std::vector<Entry>& below = entry.value.entries;
  return !below.empty() && below.front().origin.line == entry.origin.line &&
         std::ranges::all_of(below, [](const Entry& one) {
           return one.value.kind == Node::Kind::table || one.origin.on_command_line;
         });
}

/// What a heading or the command line names, and its path below the site.
struct Named {
  const Entry* entry;
  std::vector<std::string> path;
};

void add_named(const Entry& entry, const std::vector<std::string>& path, std::vector<Named>& out) {
  for (const Entry& one : entry.value.entries) {
    std::vector<std::string> here = path;
    here.push_back(one.name);
    if (one.value.kind == Node::Kind::table && has_no_heading(one))
      add_named(one, here, out);
    else
      out.push_back({&one, here});
  }
}

bool holds(const Node& table, const std::vector<std::string>& path) {
  const Node* node = &table;
  for (const std::string& part : path) {
    const Entry* next = node->find(part);
    if (!next) return false;
    node = &next->value;
  }
  return true;
}

/// Guessing compares with each; nobody has as many.
constexpr std::size_t most_others = 64;

}  // namespace

MisspeltNames::MisspeltNames(std::string kind, const Node& all, const std::string& species)
    : kind_(std::move(kind)), species_(species), required_(required_of(kind_)) {
  for (const Entry& entry : all.entries)
    if (others_.size() < most_others && has_one_of(entry.value, required_))
      others_.push_back(&entry);
}

std::vector<Problem> MisspeltNames::below(const Entry& entry) const {
  if (required_.empty() || !has_no_heading(entry) || has_one_of(entry.value, required_)) return {};
  std::vector<Named> below;
  add_named(entry, {}, below);
  std::vector<std::string> names;
  for (const Entry* other : others_)  // what it has already cannot be meant
    if (std::ranges::none_of(below, [&](const Named& n) { return holds(other->value, n.path); }))
      names.push_back(other->name);
  const auto meant = nearest(entry.name, names);
  if (!meant) return {};
  std::vector<Problem> problems;
  const std::string here = kind_ + "." + key_literal(entry.name);
  const std::string says = fmt::format("{}", fmt::join(required_, " and "));
  for (const Named& named : below) {
    const std::string path = here + "." + joined(named.path),
                      there = kind_ + "." + *meant + "." + joined(named.path);
    problems.push_back(
        {named.entry->origin, path,
         fmt::format("no {} is called {}", kind_, text_literal(entry.name)),
         fmt::format("Every {} says its {}; nothing does so here.", kind_, says),
         correction(path, nearest_key(there).value_or(there), named.entry->value, species_),
         fmt::format("or, for another {}, write its {} in [{}]", kind_, says, here)});
  }
  return problems;
}

}  // namespace metastasim::config
