#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/problem.hpp"

/// The text of a scenario as a tree. Only document.cpp knows that the text is TOML.
namespace metastasim::config {

struct Entry;

struct Node {
  enum class Kind { table, array, text, whole, real, yes_no, date };
  Kind kind = Kind::table;
  Origin origin;               ///< of the value
  std::string text;            ///< Kind::text
  std::int64_t whole = 0;      ///< Kind::whole
  double real = 0;             ///< Kind::real
  bool yes = false;            ///< Kind::yes_no
  std::vector<Entry> entries;  ///< Kind::table, in the order in which they were written
  std::vector<Node> items;     ///< Kind::array

  const Entry* find(std::string_view name) const;
  Entry* find(std::string_view name);
};

struct Entry {
  std::string name;
  Origin origin;  ///< of the key
  Node value;
};

Node text_node(std::string text);
/// How a value of this kind is called in an error: "a text".
std::string name_of(Node::Kind kind);
/// A value as it would be written in TOML.
std::string literal(const Node& node);
std::string text_literal(std::string_view text);
/// A key, in quotation marks where TOML asks for them.
std::string key_literal(std::string_view name);
/// Whether a site, or whatever a table stands for, may be called so: letters, digits, _ and -.
bool is_name(std::string_view name);

/// What could not be read of a text that is not TOML throughout.
enum class LeftOut { nothing, settings, tables, all };

struct Document {
  Node root;
  std::vector<Problem> problems;
  LeftOut left_out = LeftOut::nothing;
};

/// Reads a file's text. Where it is not TOML, the setting there is told, left out, and the rest read.
/// A text too large or deep to be a scenario is one problem.
Document parse_document(std::string_view text);

/// The tree of a text; nothing where it is not TOML throughout.
std::optional<Node> parse_toml(std::string_view text);

/// Applies "key = value" texts as if they had been written in the file. A value that is not TOML is
/// taken as text, so that the shell's quotation marks do no harm: duration=2 d.
void apply_overrides(Document& document, const std::vector<std::string>& overrides);

/// Refuses what would exhaust memory or stack in the parser: size, nesting, parts of a dotted key.
std::optional<Problem> too_much(std::string_view text);

}  // namespace metastasim::config
