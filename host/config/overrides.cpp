#include <fmt/format.h>

#include "host/config/document.hpp"

namespace metastasim::config {

namespace {

void move_to_command_line(Origin& origin, int number) {
  origin.line = number;
  origin.on_command_line = true;
}

void move_to_command_line(Node& node, int number) {
  move_to_command_line(node.origin, number);
  for (Entry& entry : node.entries) {
    move_to_command_line(entry.origin, number);
    move_to_command_line(entry.value, number);
  }
  for (Node& item : node.items) move_to_command_line(item, number);
}

std::string trimmed(const std::string& s) {
  const auto first = s.find_first_not_of(" \t");
  return first == s.npos ? "" : s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

/// Without quotation marks a value such as 2 d is no TOML; try again with them.
Document parse_override(const std::string& text) {
  Document document = parse_document(text);
  const auto equals = text.find('=');
  if (document.problems.empty() || equals == text.npos) return document;
  Document as_text = parse_document(text.substr(0, equals) + "= " +
                                    text_literal(trimmed(text.substr(equals + 1))));
  return as_text.problems.empty() ? as_text : document;
}

void merge(Node& base, Node&& overlay) {
  for (Entry& entry : overlay.entries) {
    Entry* old = base.find(entry.name);
    if (!old)
      base.entries.push_back(std::move(entry));
    else if (old->value.kind == Node::Kind::table && entry.value.kind == Node::Kind::table)
      merge(old->value, std::move(entry.value));
    else
      *old = std::move(entry);
  }
}

Problem not_an_override(const std::string& text, int number) {
  return {{number, 1, 1 << 20, true},
          "",
          fmt::format("--set {} sets nothing", text),
          "It must be a key, an equals sign and a value.",
          "--set duration=\"2 d\"",
          ""};
}

}  // namespace

void apply_overrides(Document& document, const std::vector<std::string>& overrides) {
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    Document one = parse_override(overrides[i]);
    if (!one.problems.empty() || one.root.entries.empty()) {
      document.problems.push_back(not_an_override(overrides[i], number));
      continue;
    }
    move_to_command_line(one.root, number);
    merge(document.root, std::move(one.root));
  }
}

}  // namespace metastasim::config
