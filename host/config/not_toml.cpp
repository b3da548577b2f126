#include "host/config/not_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "host/config/document.hpp"
#include "host/config/registry.hpp"
#include "host/config/toml_value.hpp"

namespace metastasim::config {

namespace {

/// Characters, not bytes: columns count the former.
int column_at(const TomlLine& line, std::size_t byte) {
  const std::string_view before = line.text.substr(0, byte);
  return 1 + static_cast<int>(std::count_if(before.begin(), before.end(),
                                            [](char c) { return (c & 0xC0) != 0x80; }));
}

/// What every answer about one line needs to know.
struct Context {
  const std::vector<TomlLine>& lines;
  const TomlStop& stop;
  const TomlLine& line = lines[stop.line];
  const std::string path = line.is_heading() ? line.table : line.path();

  Origin origin(std::size_t byte, std::size_t bytes) const {
    const int from = column_at(line, byte), to = column_at(line, byte + bytes);
    return {static_cast<int>(stop.line) + 1, from, std::max(1, to - from), false};
  }
  Origin whole_line() const {
    const std::string_view code = without_blanks(line.text);
    const std::size_t at = code.empty() ? 0 : line.text.find(code);
    return origin(at, code.size());
  }
};

/// Number of the first line that gives this table or setting, 0 where none above does.
int first_with(const Context& c) {
  for (std::size_t i = 0; i < c.stop.line; ++i) {
    const TomlLine& line = c.lines[i];
    if ((line.is_heading() ? line.table : line.path()) == c.path) return static_cast<int>(i) + 1;
  }
  return 0;
}

/// The setting with a value that it takes.
std::string mended(const Context& c) {
  const std::string name(without_blanks(c.line.text.substr(0, c.line.equals())));
  return write_value(c.path, name, statement(c.lines, c.stop.line));
}

Problem odd(const Context& c, std::size_t at) {
  const auto byte = static_cast<unsigned char>(c.line.text[at]);
  const bool is_control = byte < 0x80;
  const bool is_setting = c.line.equals() != std::string_view::npos;
  return {c.origin(at, 1),
          c.path,
          is_control ? fmt::format("a control character (U+{:04X})", byte)
                     : fmt::format("a byte that is not UTF-8 (0x{:02X})", byte),
          is_control ? "No key of the keyboard writes it: it was probably pasted."
                     : "The file was probably saved in another encoding, such as Latin-1.",
          is_setting ? mended(c) : "",
          is_setting ? "" : "Write the line without it."};
}

Problem twice(const Context& c, int first) {
  if (c.line.is_heading())
    return {c.whole_line(),
            c.path,
            fmt::format("the table [{}] is there twice", c.path),
            fmt::format("It begins in line {}; a table is written in one piece.", first),
            "",
            fmt::format("Move these settings up to line {}, and drop this heading.", first)};
  return {c.whole_line(),
          c.path,
          fmt::format("{} is set twice", last_part(c.path)),
          fmt::format("Line {} sets it already; which of the two is meant?", first),
          mended(c),
          fmt::format("and drop line {}", first)};
}

/// "[site.Lung_Organ]" of "[site.Lung Organ".
std::string mended_heading(std::string name) {
  for (char& letter : name)
    if (key_literal(std::string_view(&letter, 1)).size() != 1 && letter != '.') letter = '_';
  while (name.find("..") != name.npos) name.erase(name.find(".."), 1);
  while (name.starts_with('.')) name.erase(0, 1);
  while (name.ends_with('.')) name.pop_back();
  return fmt::format("[{}]", name.empty() ? "site.NAME" : name);
}

Problem wrong_heading(const Context& c) {
  const bool is_closed = c.line.text.find(']') != std::string_view::npos;
  const std::string mended = mended_heading(c.path);
  const bool is_name = mended == fmt::format("[{}]", c.path);
  const std::string what = !is_closed ? "a heading without its closing bracket"
                           : is_name  ? "something besides the heading"
                                      : "not the name of a table";
  return {c.whole_line(), c.path,
          what,           "A heading stands alone in its line: [site.my_name].",
          mended,         "letters, digits, _ and -; parts are joined by points"};
}

/// "duration "2 d"", "duration: 2 d".
Problem no_equals_sign(const Context& c) {
  const std::string code(without_blanks(c.line.text));
  const std::size_t name = std::min(code.find_first_of(" \t:"), code.size());
  const std::string table = c.line.table.empty() ? "" : c.line.table + ".";
  const std::string path = table + code.substr(0, name);
  const std::size_t value = std::min(code.find_first_not_of(" \t:", name), code.size());
  return {c.whole_line(),
          key_at(path) ? path : "",
          "neither a setting nor a heading",
          "A setting is a name, an equals sign and a value; a comment begins with #.",
          key_at(path) ? write_value(path, code.substr(0, name), code.substr(value)) : "",
          ""};
}

Problem wrong_value(const Context& c) {
  const std::string_view value = c.line.value();
  const std::size_t at = value.empty() ? c.line.equals() : value.data() - c.line.text.data();
  const ValueSlip slip = slip_in(value, c.line.unclosed);
  const Key* key = key_at(c.path);
  const bool further_down =
      !c.line.unclosed && c.stop.place.line > static_cast<int>(c.stop.line) + 1;
  return {further_down ? c.stop.place : c.origin(at, std::max<std::size_t>(1, value.size())),
          c.path,
          slip.what,
          slip.why.empty() ? fmt::format("The value cannot be read: {}.", c.stop.reason) : slip.why,
          mended(c),
          key ? allowed(*key, "") : ""};
}

}  // namespace

Problem toml_problem(const std::vector<TomlLine>& lines, const TomlStop& stop) {
  const Context c{lines, stop};
  if (const auto at = odd_byte(c.line.text); at != std::string_view::npos) return odd(c, at);
  if (!c.path.empty())
    if (const int first = first_with(c)) return twice(c, first);
  if (c.line.is_heading()) return wrong_heading(c);
  return c.line.equals() == std::string_view::npos ? no_equals_sign(c) : wrong_value(c);
}

}  // namespace metastasim::config
