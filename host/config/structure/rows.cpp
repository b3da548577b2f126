#include "host/config/structure/rows.hpp"

#include <limits>

namespace metastasim::config::rows {

namespace {

constexpr double any = std::numeric_limits<double>::infinity();

}  // namespace

DefaultText both(std::string value) { return {value, value, ""}; }
DefaultText by_species(std::string mouse, std::string human) { return {mouse, human, ""}; }
DefaultText left_out(std::string example) { return {"", "", std::move(example)}; }
DefaultText must_be_written(std::string example) { return {{}, {}, std::move(example)}; }

Key quantity(std::string key, std::string unit, DefaultText value, Range range, std::string source,
             std::string meaning, SlotOf slot) {
  return {std::move(key),    KeyType::quantity,  std::move(unit),
          std::move(value),  range.low,          range.high,
          std::move(source), std::move(meaning), {},
          std::move(slot)};
}

Key quantities(std::string key, std::string unit, DefaultText value, Range range,
               std::string meaning, SlotOf slot) {
  Key out = quantity(std::move(key), std::move(unit), std::move(value), range, "",
                     std::move(meaning), std::move(slot));
  out.type = KeyType::quantities;
  return out;
}

Key plain(KeyType type, std::string key, DefaultText value, std::string meaning, SlotOf slot) {
  return {std::move(key), type, "1", std::move(value), -any, any, "", std::move(meaning), {},
          std::move(slot)};
}

Key whole(std::string key, DefaultText value, Range range, std::string meaning, SlotOf slot) {
  Key out =
      plain(KeyType::whole, std::move(key), std::move(value), std::move(meaning), std::move(slot));
  out.low = range.low;
  out.high = range.high;
  return out;
}

Key choice(std::string key, std::vector<std::string> choices, DefaultText value, std::string source,
           std::string meaning, SlotOf slot) {
  Key out =
      plain(KeyType::choice, std::move(key), std::move(value), std::move(meaning), std::move(slot));
  out.choices = std::move(choices);
  out.source = std::move(source);
  return out;
}

Key text(std::string key, DefaultText value, std::string meaning, SlotOf slot) {
  return plain(KeyType::text, std::move(key), std::move(value), std::move(meaning),
               std::move(slot));
}

Key names(std::string key, std::string meaning, SlotOf slot) {
  return plain(KeyType::names, std::move(key), left_out(), std::move(meaning), std::move(slot));
}

}  // namespace metastasim::config::rows
