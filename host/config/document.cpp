#include "host/config/document.hpp"

#ifndef NDEBUG
#define NDEBUG  // toml++ 3.3 asserts on malformed dates where it should report them
#endif
#include <toml++/toml.h>

#include <algorithm>

namespace metastasim::config {

namespace {

Origin origin_of(const toml::source_region& region) {
  Origin o{static_cast<int>(region.begin.line), static_cast<int>(region.begin.column), 1, false};
  const bool one_line = region.begin.line == region.end.line;
  if (one_line)
    o.length = std::max(1, static_cast<int>(region.end.column) - o.column);
  else
    o.length = 1 << 20;  // to the end of its line
  return o;
}

Node node_of(const toml::node& source);

/// toml++ sorts tables by key; people and error messages follow the file.
std::vector<Entry> entries_of(const toml::table& table) {
  std::vector<Entry> entries;
  for (const auto& [key, value] : table)
    entries.push_back({std::string(key.str()), origin_of(key.source()), node_of(value)});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.origin.line, a.origin.column) < std::pair(b.origin.line, b.origin.column);
  });
  return entries;
}

std::vector<Node> items_of(const toml::array& array) {
  std::vector<Node> items;
  for (const toml::node& item : array) items.push_back(node_of(item));
  return items;
}

Node node_of(const toml::node& source) {
  Node node;
  node.origin = origin_of(source.source());
  if (const toml::table* table = source.as_table()) {
    node.entries = entries_of(*table);
  } else if (const toml::array* array = source.as_array()) {
    node.kind = Node::Kind::array;
    node.items = items_of(*array);
  } else if (const auto* text = source.as_string()) {
    node.kind = Node::Kind::text;
    node.text = text->get();
  } else if (const auto* whole = source.as_integer()) {
    node.kind = Node::Kind::whole;
    node.whole = whole->get();
  } else if (const auto* real = source.as_floating_point()) {
    node.kind = Node::Kind::real;
    node.real = real->get();
  } else if (const auto* yes = source.as_boolean()) {
    node.kind = Node::Kind::yes_no;
    node.yes = yes->get();
  } else {
    node.kind = Node::Kind::date;
  }
  return node;
}

Problem not_toml(const toml::parse_error& error) {
  return {origin_of(error.source()),
          "",
          std::string(error.description()),
          "The file is not TOML from here on; what follows was not read and may hold more errors.",
          "",
          ""};
}

}  // namespace

Document parse_document(std::string_view text) {
  Document document;
  if (const auto problem = too_much(text)) {
    document.problems.push_back(*problem);
    return document;
  }
  try {
    document.root = node_of(toml::parse(text));
  } catch (const toml::parse_error& error) {
    document.problems.push_back(not_toml(error));
  }
  return document;
}

}  // namespace metastasim::config
