#include "host/config/key_list.hpp"

#include <algorithm>
#include <stdexcept>

namespace metastasim::config {

namespace {

/// The first thing in which they differ; null where they are one.
const char* difference(const Key& a, const Key& b) {
  if (a.type != b.type || a.choices != b.choices) return "type";
  if (a.unit != b.unit) return "unit";
  if (a.low != b.low || a.high != b.high) return "range";
  if (a.defaults.mouse != b.defaults.mouse || a.defaults.human != b.defaults.human)
    return "default";
  if (a.source != b.source) return "source";
  return a.meaning != b.meaning ? "meaning" : nullptr;
}

}  // namespace

void add_key(std::vector<Key>& keys, Key key) {
  const auto known = std::ranges::find(keys, key.pattern, &Key::pattern);
  if (known == keys.end()) {
    keys.push_back(std::move(key));
    return;
  }
  if (const char* what = difference(*known, key))
    throw std::logic_error(key.pattern + " is described in two places, with another " + what +
                           " in the one than in the other");
  known->params.insert(known->params.end(), key.params.begin(), key.params.end());
}

}  // namespace metastasim::config
