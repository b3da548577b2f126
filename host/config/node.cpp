#include <fmt/format.h>

#include <algorithm>

#include "host/config/document.hpp"
#include "host/config/units.hpp"

namespace metastasim::config {

Entry* Node::find(std::string_view name) {
  const auto at =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == name; });
  return at == entries.end() ? nullptr : &*at;
}

const Entry* Node::find(std::string_view name) const { return const_cast<Node*>(this)->find(name); }

Node text_node(std::string text) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = std::move(text);
  return node;
}

std::string name_of(Node::Kind kind) {
  static constexpr const char* names[] = {"a table",        "a list", "a text", "a whole number",
                                          "a plain number", "yes/no", "a date"};
  return names[static_cast<std::size_t>(kind)];
}

std::string text_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04X}", static_cast<int>(c));
    else
      out += c;
  }
  return out + '"';
}

std::string key_literal(std::string_view name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return bare ? std::string(name) : text_literal(name);
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && key_literal(name).size() == name.size();
}

std::string literal(const Node& node) {
  std::vector<std::string> parts;
  switch (node.kind) {
    case Node::Kind::text:
      return text_literal(node.text);
    case Node::Kind::whole:
      return std::to_string(node.whole);
    case Node::Kind::real:
      return show(node.real);
    case Node::Kind::yes_no:
      return node.yes ? "true" : "false";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::array:
      for (const Node& item : node.items) parts.push_back(literal(item));
      return fmt::format("[{}]", fmt::join(parts, ", "));
    case Node::Kind::table:
      for (const Entry& e : node.entries)
        parts.push_back(key_literal(e.name) + " = " + literal(e.value));
      return fmt::format("{{ {} }}", fmt::join(parts, ", "));
  }
  return {};
}

}  // namespace metastasim::config
