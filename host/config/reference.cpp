#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/config/explain.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"

namespace metastasim::config {

namespace {

/// A pipe would end the cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != text.npos; at += 2)
    text.replace(at, 1, "\\|");
  return text;
}

std::string row(const Key& key) {
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", key.pattern, cell(key.meaning),
                     cell(accepted(key)), cell(defaults_of(key)), cell(key.source));
}

/// The heading that a key stands under: its first two names, or "the run".
std::string chapter_of(const Key& key) {
  const std::vector<std::string> parts = parts_of(key.pattern);
  if (parts.size() == 1) return "the run";
  if (parts.size() > 2 && parts[1] == "*" && parts[0] == "site" && parts.size() > 3)
    return fmt::format("site.*.{}", parts[2]);
  return parts.size() == 2 || parts[1] != "*" ? parts[0] : parts[0] + ".*";
}

nlohmann::json type_of(const Key& key) {
  using nlohmann::json;
  switch (key.type) {
    case KeyType::text:
      return {{"type", "string"}};
    case KeyType::choice:
      return {{"enum", key.choices}};
    case KeyType::whole:
      return {{"type", "integer"}, {"minimum", key.low}, {"maximum", key.high}};
    case KeyType::yes_no:
      return {{"enum", json::array({true, false, 0, 1})}};
    case KeyType::quantity:
      return is_pure_number(key.unit) ? json{{"type", json::array({"number", "string"})}}
                                      : json{{"type", "string"}};
    case KeyType::quantities:
      return {{"type", "array"}, {"minItems", 3}, {"maxItems", 3}};
    case KeyType::names:
    case KeyType::route:
      return {{"type", "array"}, {"items", {{"type", "string"}}}};
  }
  return json::object();
}

nlohmann::json with_pair(const nlohmann::json& type) {
  return {{"oneOf",
           {type,
            {{"type", "object"},
             {"properties", {{"demo", type}, {"realistic", type}}},
             {"required", {"demo", "realistic"}},
             {"additionalProperties", false}}}}};
}

nlohmann::json schema_of(const Key& key) {
  const bool in_table = key.pattern.find('.') != std::string::npos;
  nlohmann::json out = in_table ? with_pair(type_of(key)) : type_of(key);
  out["description"] = fmt::format("{} ({}). Default: {}. {}", key.meaning, accepted(key),
                                   defaults_of(key), key.source);
  return out;
}

/// The object schema below `node` for one part of a pattern.
nlohmann::json& child(nlohmann::json& node, const std::string& part) {
  node["type"] = "object";
  if (part == "*") return node["additionalProperties"];
  if (!node.contains("additionalProperties")) node["additionalProperties"] = false;
  return node["properties"][part];
}

/// A key that is a table too (network = "file" or network = { generate = ... }) may be either.
void put(nlohmann::json& place, const Key& key) {
  if (place.is_null())
    place = schema_of(key);
  else
    place = {{"oneOf", {place, schema_of(key)}}};
}

nlohmann::json& below(nlohmann::json& place) {
  if (!place.contains("oneOf") || place.contains("properties")) return place;
  const bool wrapped = place["oneOf"].size() == 2 && place["oneOf"][1].contains("x-table");
  if (!wrapped) place = {{"oneOf", {place, {{"x-table", true}}}}};
  return place["oneOf"][1];
}

}  // namespace

std::string reference_markdown() {
  std::string out =
      "# All settings of a scenario\n\n"
      "Made by `scripts/dev/reference`: do not edit. `*` stands for a name of your "
      "choice.\nA value with a unit is a text: `voxel = \"20 um\"`. Any value in a table may be a "
      "pair `{ demo = ..., realistic = ... }`;\n`values` chooses the half. [Sources](sources.md) "
      "says which papers stand behind the last column.\n";
  std::vector<std::string> chapters;
  for (const Key& key : registry())
    if (std::find(chapters.begin(), chapters.end(), chapter_of(key)) == chapters.end())
      chapters.push_back(chapter_of(key));
  for (const std::string& chapter : chapters) {
    out += fmt::format(
        "\n## {}\n\n| setting | what it is | allowed | default | source |\n"
        "|---|---|---|---|---|\n",
        chapter);
    for (const Key& key : registry())
      if (chapter_of(key) == chapter) out += row(key);
  }
  return out;
}

nlohmann::json json_schema() {
  nlohmann::json root{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "Metastasim scenario"},
                      {"type", "object"}};
  for (const Key& key : registry()) {
    nlohmann::json* place = &root;
    for (const std::string& part : parts_of(key.pattern)) place = &child(below(*place), part);
    put(*place, key);
    if (key.pattern.find('.') == std::string::npos && !key.defaults.mouse)
      root["required"].push_back(key.pattern);
  }
  return root;
}

}  // namespace metastasim::config
