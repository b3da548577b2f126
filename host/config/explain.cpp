#include "host/config/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "host/config/nearest.hpp"
#include "host/config/registry.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config {

namespace {

bool begins_with(const std::vector<std::string>& pattern, const std::vector<std::string>& asked) {
  if (asked.size() > pattern.size()) return false;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (pattern[i] != "*" && pattern[i] != asked[i]) return false;
  return true;
}

/// Keys that begin as asked, or else that have the name in any place.
std::vector<const Key*> keys_for(std::string_view asked) {
  std::vector<const Key*> below, named;
  const std::vector<std::string> parts = parts_of(asked);
  for (const Key& key : registry()) {
    const std::vector<std::string> pattern = parts_of(key.pattern);
    if (asked.empty() || begins_with(pattern, parts)) below.push_back(&key);
    if (parts.size() == 1 && std::find(pattern.begin(), pattern.end(), parts[0]) != pattern.end())
      named.push_back(&key);
  }
  return below.empty() ? named : below;
}

std::optional<std::string> nearest_to(const std::string& asked) {
  if (asked.size() > 200) return {};
  if (const auto key = nearest_key(asked)) return key;
  std::vector<std::string> names;
  for (const Key& key : registry())
    for (const std::string& part : parts_of(key.pattern)) names.push_back(part);
  return nearest(asked, names);
}

std::string sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

std::string table_of(const Key& key) {
  std::string table = parent_of(key.pattern);
  if (const auto star = table.find('*'); star != table.npos) table.replace(star, 1, "NAME");
  return table.empty() ? "at the top of the file" : fmt::format("in [{}]", table);
}

std::string users_of(const Key& key) {
  std::string users;
  for (const ParamRef& ref : key.params) {
    const Process& process = cascade()[ref.process].process;
    users += fmt::format("  used by   {}: {}\n", process.name, process.meaning);
  }
  return users;
}

std::string in_full(const Key& key) {
  std::string out = fmt::format("{}\n  {}\n", key.pattern, sentence(key.meaning));
  out += fmt::format("  write     {:<34} {}\n", example_line(key, "mouse"), table_of(key));
  out += fmt::format("  allowed   {}\n", accepted(key));
  out += fmt::format("  default   {}\n", defaults_of(key));
  if (!key.source.empty()) out += fmt::format("  source    {}\n", key.source);
  return out + users_of(key);
}

std::string in_a_line(const Key& key) {
  return fmt::format("  {:<44} {:<26} {}\n", key.pattern, defaults_of(key), key.meaning);
}

std::string not_known(std::string_view asked) {
  const auto near = nearest_to(std::string(asked));
  return fmt::format("No setting is called {}.{}\nAll settings:  metastasim explain\n",
                     asked.substr(0, 200), near ? fmt::format(" Did you mean {}?", *near) : "");
}

}  // namespace

bool is_explainable(std::string_view key) { return !keys_for(key).empty(); }

std::string explain(std::string_view asked) {
  const std::vector<const Key*> keys = keys_for(asked);
  if (keys.empty()) return not_known(asked);
  if (keys.size() == 1) return in_full(*keys.front());
  std::string out = fmt::format("  {:<44} {:<26} {}\n", "setting", "default", "what it is");
  for (const Key* key : keys) out += in_a_line(*key);
  return out + "One in full:  metastasim explain " + keys.front()->pattern + "\n";
}

}  // namespace metastasim::config
