#include "host/config/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "host/config/document.hpp"
#include "host/config/key_list.hpp"
#include "host/config/units.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config {

namespace {

KeyType type_of(const ParamSpec& spec) {
  if (spec.type == ParamType::choice) return KeyType::choice;
  const bool whole = spec.type == ParamType::integer || spec.type == ParamType::boolean;
  if (!whole) return KeyType::quantity;
  return spec.low == 0 && spec.high == 1 ? KeyType::yes_no : KeyType::whole;
}

/// 0.3f as a double is 0.30000001192092896; people mean, and the process gets, the same from 0.3.
double as_meant(const ParamSpec& spec, double value) {
  const float narrow = static_cast<float>(value);
  if (spec.type != ParamType::real32 || static_cast<double>(narrow) != value) return value;
  const std::string text = fmt::format("{}", narrow);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::optional<std::string> default_text(const ParamSpec& spec, double value) {
  if (std::isnan(value)) return {};
  switch (type_of(spec)) {
    case KeyType::choice:
      return spec.choices.at(static_cast<std::size_t>(value));
    case KeyType::yes_no:
      return value != 0 ? "true" : "false";
    case KeyType::whole:
      return std::to_string(static_cast<std::int64_t>(value));
    default:
      return show(as_meant(spec, value), spec.unit);
  }
}

Key key_of(const ParamSpec& spec, ParamRef ref) {
  const DefaultText defaults{default_text(spec, spec.value.mouse),
                             default_text(spec, spec.value.human), show(spec.low, spec.unit)};
  return {spec.key,    type_of(spec), spec.unit,    defaults, spec.low, spec.high,
          spec.source, spec.meaning,  spec.choices, nullptr,  {ref}};
}

void add(std::vector<Key>& keys, const std::vector<ParamSpec>& specs, std::size_t process,
         bool of_cell_type) {
  for (std::size_t i = 0; i < specs.size(); ++i)
    add_key(keys, key_of(specs[i], {process, of_cell_type, i}));
}

/// The order in which a scenario reads best.
std::size_t chapter_of(const Key& key) {
  static constexpr std::array chapters{"substance", "cell", "site", "", "body", "output"};
  constexpr std::size_t others = 3;
  const std::string top = parts_of(key.pattern).front();
  if (top == key.pattern) return 0;
  const auto at = std::find(chapters.begin(), chapters.end(), top);
  return 1 + (at == chapters.end() ? others : static_cast<std::size_t>(at - chapters.begin()));
}

/// Keys of one table stand together, tables in the order of their first key.
void sort_by_table(std::vector<Key>& keys) {
  std::map<std::string, std::size_t> tables;
  for (const Key& key : keys) tables.emplace(parent_of(key.pattern), tables.size());
  std::stable_sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    const auto place = [&](const Key& k) {
      return std::pair(chapter_of(k), tables.at(parent_of(k.pattern)));
    };
    return place(a) < place(b);
  });
}

std::vector<Key> build() {
  std::vector<Key> keys = structure();
  const auto& entries = cascade();
  for (std::size_t p = 0; p < entries.size(); ++p) {
    add(keys, entries[p].process.params.specs, p, false);
    add(keys, entries[p].process.cell_params.specs, p, true);
  }
  sort_by_table(keys);
  return keys;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (path.size() > pattern.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (pattern[i] != "*" && pattern[i] != path[i]) return false;
  return true;
}

std::string with_name(const std::string& pattern, const std::string& name) {
  const auto star = pattern.find('*');
  return pattern.substr(0, star) + name + pattern.substr(star + 1);
}

}  // namespace

const std::vector<Key>& registry() {
  static const std::vector<Key> keys = build();
  return keys;
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t dot; (dot = path.find('.')) != path.npos; path.remove_prefix(dot + 1))
    parts.emplace_back(path.substr(0, dot));
  parts.emplace_back(path);
  return parts;
}

std::string last_part(std::string_view path) {
  return std::string(path.substr(path.rfind('.') + 1));
}

std::string parent_of(std::string_view path) {
  const auto dot = path.rfind('.');
  return std::string(dot == path.npos ? std::string_view{} : path.substr(0, dot));
}

const Key* key_at(std::string_view path) {
  const std::vector<std::string> wanted = parts_of(path);
  const auto found = std::find_if(registry().begin(), registry().end(), [&](const Key& key) {
    const std::vector<std::string> pattern = parts_of(key.pattern);
    return pattern.size() == wanted.size() && matches(pattern, wanted);
  });
  return found == registry().end() ? nullptr : &*found;
}

bool is_prefix_of_a_key(const std::vector<std::string>& path) {
  return std::any_of(registry().begin(), registry().end(),
                     [&](const Key& key) { return matches(parts_of(key.pattern), path); });
}

std::vector<Instance> instances(const Key& key, const Scenario& scenario) {
  if (key.pattern.find('*') == std::string::npos) return {{key.pattern, 0}};
  std::vector<Instance> all;
  const std::size_t stars =
      static_cast<std::size_t>(std::count(key.pattern.begin(), key.pattern.end(), '*'));
  if (stars == 2)  // of a cell type at a site
    for (std::size_t s = 0; s < scenario.sites.size(); ++s)
      for (std::size_t c = 0; c < scenario.cell_types.size(); ++c)
        all.push_back(
            {with_name(with_name(key.pattern, scenario.sites[s].name), scenario.cell_types[c]),
             s * scenario.cell_types.size() + c});
  else if (key.pattern.starts_with("cell."))
    for (std::size_t i = 0; i < scenario.cell_types.size(); ++i)
      all.push_back({with_name(key.pattern, scenario.cell_types[i]), i});
  else if (key.pattern.starts_with("intervention."))
    for (std::size_t i = 0; i < scenario.interventions.size(); ++i)
      all.push_back({with_name(key.pattern, scenario.interventions[i].name), i});
  else if (key.pattern.starts_with("injection."))
    for (std::size_t i = 0; i < scenario.injections.size(); ++i)
      all.push_back({with_name(key.pattern, scenario.injections[i].name), i});
  else
    for (std::size_t i = 0; i < scenario.sites.size(); ++i)
      all.push_back({with_name(key.pattern, scenario.sites[i].name), i});
  return all;
}

}  // namespace metastasim::config
