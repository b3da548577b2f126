#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/config/document.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"

// How a key is described to people, in errors and in `explain`.
namespace metastasim::config {

namespace {

std::string kind_of(const Key& key) {
  switch (key.type) {
    case KeyType::text:
      return "a text";
    case KeyType::choice:
      return fmt::format("\"{}\"", fmt::join(key.choices, "\" or \""));
    case KeyType::quantity:
      return describe(key.unit);
    case KeyType::quantities:
      return "three values, each " + describe(key.unit);
    case KeyType::whole:
      return "a whole number";
    case KeyType::yes_no:
      return "true or false";
    case KeyType::names:
      return "a list of names";
    case KeyType::route:
      return "a list of texts such as \"breast -> veins -> right heart\"";
  }
  return {};
}

/// " um" of "20 um".
std::string unit_in(const std::string& text) {
  const auto space = text.find(' ');
  return space == text.npos ? "" : text.substr(space);
}

bool has_range(const Key& key) {
  return key.type == KeyType::quantity || key.type == KeyType::quantities ||
         key.type == KeyType::whole;
}

/// A default or example as it would stand in a file.
std::string as_written(const Key& key, const std::string& text) {
  if (key.type == KeyType::text && text.starts_with('{')) return text;
  const bool bare = key.type == KeyType::whole || key.type == KeyType::yes_no ||
                    (key.type == KeyType::quantity && is_pure_number(key.unit));
  if (key.type == KeyType::quantities) return fmt::format("[{0}, {0}, {0}]", text_literal(text));
  if (key.type == KeyType::names || key.type == KeyType::route)
    return text.empty() ? "[]" : fmt::format("[{}]", text_literal(text));
  return bare ? text : text_literal(text);
}

}  // namespace

std::string it_is(const Key& key) {
  static constexpr std::string_view complete[] = {"a",    "an",    "the",   "all",     "one",
                                                  "what", "which", "whose", "whether", "where",
                                                  "who",  "how",   "when",  "this"};
  const std::string_view first = std::string_view(key.meaning).substr(0, key.meaning.find(' '));
  const bool has_article =
      std::find(std::begin(complete), std::end(complete), first) != std::end(complete) ||
      first.ends_with("'s");
  return (has_article ? "It is " : "It is the ") + key.meaning;
}

std::string range_of(const Key& key) {
  if (!has_range(key) || (std::isinf(key.low) && std::isinf(key.high))) return {};
  if (std::isinf(key.high)) return "at least " + show(key.low, key.unit);
  if (std::isinf(key.low)) return "at most " + show(key.high, key.unit);
  std::string low = show(key.low, key.unit);
  const std::string high = show(key.high, key.unit);
  if (key.low == 0 || unit_in(low) == unit_in(high)) low.resize(low.size() - unit_in(low).size());
  return fmt::format("{} to {}", low, high);
}

std::string accepted(const Key& key) {
  const std::string range = range_of(key);
  return kind_of(key) + (range.empty() ? "" : ", " + range);
}

std::string defaults_of(const Key& key) {
  const auto shown = [](const std::optional<std::string>& text) -> std::string {
    if (!text) return "must be written";
    return text->empty() ? "may be left out" : *text;
  };
  const std::string mouse = shown(key.defaults.mouse), human = shown(key.defaults.human);
  return mouse == human ? mouse : fmt::format("{} (mouse), {} (human)", mouse, human);
}

std::string allowed(const Key& key, std::string_view species) {
  std::string text = accepted(key);
  if (const auto& value = key.defaults.of(species); value && !value->empty())
    text += "; default " + as_written(key, *value);
  if (!key.source.empty()) text += ", " + key.source;
  return text;
}

std::string source_in_force(const std::string& source, bool written) {
  if (!written) return source;
  return source.empty() ? "this scenario" : "this scenario; the default: " + source;
}

std::string example_of(const Key& key, std::string_view species) {
  const auto& value = key.defaults.of(species);
  const std::string& text = value && !value->empty() ? *value : key.defaults.example;
  return text.empty() && !key.choices.empty() ? key.choices.front() : text;
}

std::string example_line(const Key& key, std::string_view species) {
  const std::string name = last_part(key.pattern);
  return (name == "*" ? "NAME" : name) + " = " + as_written(key, example_of(key, species));
}

}  // namespace metastasim::config
