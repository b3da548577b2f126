#include <fmt/format.h>

#include <algorithm>

#include "host/config/consistency/checks.hpp"
#include "host/config/registry.hpp"

// Thresholds and limits that stand in an order: the one that must not be above the other.
namespace metastasim::config::consistency {

namespace {

/// Two neighbours in one table, in the order in which the reference has them.
struct Pair {
  std::string_view first, second;
  bool first_is_least;
  const char* why;
};
constexpr Pair pairs[] = {
    {"adaptation.narrowest", "adaptation.widest", true, "No vessel could have any diameter."},
    {"necrosis_starts_below", "necrosis_below", false,
     "Necrosis cannot be at its fullest before it begins."},
    {"EMT_partial_above", "EMT_full_above", true,
     "A cell is partial before it is mesenchymal, at no higher drive."},
    {"MET_partial_below", "MET_full_below", false,
     "A cell is partial before it is epithelial again, at no lower drive."},
};

const ParamValue* parameter(const Context& c, const std::string& key) {
  const auto& all = c.scenario.parameters;
  const auto at = std::ranges::find(all, key, &ParamValue::key);
  return at == all.end() ? nullptr : &*at;
}

/// Told at the second, or at the first where only that is written.
void check_pair(Context& c, const Pair& pair, const std::string& key) {
  const std::string table = key.substr(0, key.size() - pair.first.size());
  const ParamValue *first = parameter(c, key),
                   *second = parameter(c, fmt::format("{}{}", table, pair.second));
  if (!first || !second) return;
  const bool in_order =
      pair.first_is_least ? first->value <= second->value : first->value >= second->value;
  if (in_order) return;
  const bool at_second = second->origin.written();
  const ParamValue &told = at_second ? *second : *first, &other = at_second ? *first : *second;
  const std::string& bound = c.setting(other.key)->in_force;
  c.report(told.key,
           fmt::format("{} is {} {} of {}", c.setting(told.key)->in_force,
                       told.value > other.value ? "above" : "below", last_part(other.key), bound),
           pair.why, fmt::format("{} = {}", last_part(told.key), bound));
}

}  // namespace

void check_pairs(Context& c) {
  for (const Setting& setting : c.scenario.settings)
    for (const Pair& pair : pairs)
      if (setting.key.ends_with(fmt::format(".{}", pair.first))) check_pair(c, pair, setting.key);
}

}  // namespace metastasim::config::consistency
