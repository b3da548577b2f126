#include "host/config/toml_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "host/config/document.hpp"
#include "host/config/registry.hpp"
#include "host/config/toml_scan.hpp"
#include "host/config/units.hpp"
#include "host/config/value.hpp"

namespace metastasim::config {

namespace {

constexpr std::string_view curly_marks[] = {"\u201c", "\u201d", "\u201e", "\u00ab",
                                            "\u00bb", "\u2018", "\u2019"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

bool has_curly_marks(std::string_view value) {
  return std::any_of(std::begin(curly_marks), std::end(curly_marks),
                     [&](std::string_view mark) { return value.find(mark) != value.npos; });
}

bool looks_like_a_number(std::string_view value) {
  const auto first = value.find_first_not_of("+-.,");
  return first < 2 && is_digit(value[first]);
}

/// Digits and no more, but too many of them.
bool is_too_large(std::string_view value) {
  if (value.starts_with('+') || value.starts_with('-')) value.remove_prefix(1);
  return value.size() > 18 &&
         std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c) || c == '_'; });
}

/// Whether the quotation mark at the front has its counterpart.
bool is_closed(std::string_view value) {
  Scan scan{value};
  scan.step();
  return value.size() > 1 && scan.at <= value.size() && value[scan.at - 1] == value[0];
}

/// Bytes of the character at the front; 0 where it is none in UTF-8.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((text[i] & 0xC0) != 0x80) return 0;
  return length;
}

std::string with_straight_marks(std::string text) {
  for (const std::string_view mark : curly_marks)
    for (std::size_t at; (at = text.find(mark)) != text.npos;)
      text.replace(at, mark.size(), 1, '"');
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

/// 0.5 of ".5", "0,5" and "00.5".
std::string as_number(std::string text) {
  std::replace(text.begin(), text.end(), ',', '.');
  std::erase(text, '_');
  if (text.starts_with('+')) text.erase(0, 1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? show(number) : text;
}

std::string without_marks(std::string text) {
  std::erase_if(text, [](char c) { return c == '"' || c == '\''; });
  return std::string(without_blanks(text));
}

/// With the brackets closed that are open at its end.
std::string with_brackets(std::string text) {
  std::string open;
  for (Scan scan{text}; !scan.done(); scan.step()) {
    const char c = text[scan.at];
    if (c == '[' || c == '{') open.push_back(c == '[' ? ']' : '}');
    if ((c == ']' || c == '}') && !open.empty()) open.pop_back();
  }
  while (text.ends_with(',') || text.ends_with(' ')) text.pop_back();
  text.append(open.rbegin(), open.rend());
  return text;
}

/// Whether the setting at this path takes it; where nobody knows the setting, whether it is TOML.
bool is_taken(const std::string& path, const std::string& value) {
  const auto root = parse_toml(fmt::format("x = {}", value));
  if (!root || root->entries.size() != 1) return false;
  const Node& node = root->entries[0].value;
  const Key* key = key_at(path);
  if (!key || node.kind == Node::Kind::table) return true;
  return std::holds_alternative<Value>(read_value(node, *key, path, "mouse"));
}

}  // namespace

ValueSlip slip_in(std::string_view value, bool unclosed) {
  const char first = value.empty() ? ' ' : value[0];
  const bool quoted = first == '"' || first == '\'';
  if (value.empty()) return {"a setting without a value", "Behind the equals sign stands nothing."};
  if (has_curly_marks(value) && !quoted)
    return {"curly quotation marks", "A text stands between straight ones: \"...\"."};
  if (quoted && !is_closed(value))
    return {"a text without its closing quotation mark", "Text ends where the second one stands."};
  if (quoted && value.find('\\') != value.npos)
    return {"a backslash that stands for no character",
            "Between single quotation marks a backslash is a backslash."};
  if (first == '[' || first == '{')
    return {unclosed ? "a list or table without its closing bracket" : "a mistake inside a list",
            unclosed ? "The next setting begins before it is closed." : ""};
  if (quoted) return {"something behind the value", ""};
  if (is_too_large(value))
    return {fmt::format("{} is too large a number", value),
            "Whole numbers go up to 9223372036854775807 (2^63 - 1)."};
  if (looks_like_a_number(value))
    return {"neither a number nor a text",
            "A number is written as 1500 or 0.5; a number with a unit, or any text, stands between "
            "quotation marks."};
  return {"a text without quotation marks", "Only numbers, true and false stand without."};
}

std::size_t odd_byte(std::string_view line) {
  for (std::size_t at = 0, length; at < line.size(); at += length) {
    length = character_length(line.substr(at));
    if (length == 0 || is_control(line[at])) return at;
  }
  return line.npos;
}

std::string without_odd_bytes(std::string text) {
  constexpr char mu_in_latin1 = static_cast<char>(0xB5);
  for (std::size_t at; (at = odd_byte(text)) != text.npos;)
    text.replace(at, 1, text[at] == mu_in_latin1 ? 1 : 0, 'u');
  return text;
}

std::string statement(const std::vector<TomlLine>& lines, std::size_t first) {
  std::string all(lines[first].value());
  for (std::size_t i = first + 1; i < lines.size(); ++i) {
    if (lines[i].goes_on != static_cast<int>(first) + 1) break;
    const std::string_view more = without_blanks(lines[i].text.substr(0, lines[i].text.find('#')));
    if (!more.empty()) all.append(" ").append(more);
  }
  return all;
}

std::string write_value(const std::string& path, const std::string& name,
                        const std::string& value) {
  const std::string text = without_odd_bytes(with_straight_marks(value));
  for (const std::string& mended :
       {value, as_number(value), lower(value), text, fmt::format("'{}'", without_marks(value)),
        text_literal(without_marks(text)), with_brackets(value)}) {
    const bool plain = mended.find('\'') == mended.npos || mended.find('\\') != mended.npos;
    if (plain && is_taken(path, mended)) return fmt::format("{} = {}", name, mended);
  }
  const Key* key = key_at(path);
  if (!key) return "";
  const std::string usual = example_line(*key, "mouse");
  return name + usual.substr(usual.find(" = "));
}

}  // namespace metastasim::config
