#include "host/config/likely_unit.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "host/config/units.hpp"

namespace metastasim::config {

namespace {

/// The default or, where there is none, an example, in the key's unit; nothing where neither is a
/// number.
std::optional<double> usual_value(const Key& key, std::string_view species) {
  const auto& usual = key.defaults.of(species);
  const Quantity q =
      parse_quantity(usual && !usual->empty() ? *usual : key.defaults.example, key.unit);
  if (!q.ok() || q.value == 0) return {};
  return q.value;
}

bool wants_a_unit(const Key& key) {
  return (key.type == KeyType::quantity || key.type == KeyType::quantities) &&
         !is_pure_number(key.unit);
}

}  // namespace

std::optional<std::string> with_likely_unit(double number, const Key& key,
                                            std::string_view species) {
  std::vector<std::string> units = dimension_of(key.unit).units;
  units.push_back(key.unit);
  const std::optional<double> usual = usual_value(key, species);
  std::optional<std::string> best;
  double least = std::numeric_limits<double>::infinity();
  for (const std::string& unit : units) {
    const Quantity q = parse_quantity(show(number) + " " + unit, key.unit);
    if (!q.ok() || q.value < key.low || q.value > key.high) continue;
    const double off = usual && q.value != 0 ? std::abs(std::log(std::abs(q.value / *usual))) : 0;
    if (off < least) least = off, best = show(number) + " " + unit;
  }
  return best;
}

namespace {

Node with_unit(const Node& number, double value, const Key& key, std::string_view species) {
  const auto text = with_likely_unit(value, key, species);
  return text ? text_node(*text) : number;
}

}  // namespace

Node with_likely_units(Node value, const Key& key, std::string_view species) {
  if (!wants_a_unit(key)) return value;
  for (Node& item : value.items) item = with_likely_units(item, key, species);
  for (Entry& half : value.entries) half.value = with_likely_units(half.value, key, species);
  if (value.kind == Node::Kind::whole)
    return with_unit(value, static_cast<double>(value.whole), key, species);
  if (value.kind == Node::Kind::real) return with_unit(value, value.real, key, species);
  return value;
}

}  // namespace metastasim::config
