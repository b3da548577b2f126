#include <fmt/format.h>

#include <algorithm>

#include "host/config/document.hpp"

// toml++ 3.3 recurses once per bracket and per part of a dotted key: 300,000 parts overflow its
// stack. This scan follows strings and comments just well enough to count both beforehand.
namespace metastasim::config {

namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr int most_levels = 64;

struct Scan {
  std::string_view text;
  std::size_t at = 0;
  int line = 1, depth = 0, dots = 0;

  bool done() const { return at >= text.size(); }

  void newline() {
    ++line;
    dots = 0;
  }

  void skip_comment() { at = std::min(text.find('\n', at), text.size()); }

  /// Behind a string that starts here; single-line ones end with the line, closed or not.
  void skip_string() {
    const char mark = text[at];
    const std::string fence(3, mark);
    const bool multi_line = text.substr(at).starts_with(fence);
    at += multi_line ? 3 : 1;
    while (!done()) {
      if (text[at] == '\n' && !multi_line) return;
      if (multi_line ? text.substr(at).starts_with(fence) : text[at] == mark) break;
      if (text[at] == '\\' && mark == '"' && at + 1 < text.size()) ++at;
      if (!done() && text[at] == '\n') ++line;
      ++at;
    }
    at += multi_line ? 3 : 1;
  }

  void count(char c) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c == '.') ++dots;
    if (c == '=' || c == ',' || c == '{' || c == '[') dots = 0;
  }

  void step() {
    const char c = text[at];
    if (c == '#') return skip_comment();
    if (c == '"' || c == '\'') return skip_string();
    if (c == '\n')
      newline();
    else
      count(c);
    ++at;
  }
};

Problem refused(int line, std::string what, std::string why) {
  return {{line, 1, 1, false}, "", std::move(what), std::move(why), "", ""};
}

}  // namespace

std::optional<Problem> too_much(std::string_view text) {
  if (text.size() > most_bytes)
    return refused(1, fmt::format("{} bytes are too many", text.size()),
                   "A scenario has at most 1 MiB; large data belong into files that it names.");
  for (Scan scan{text}; !scan.done();) {
    scan.step();
    if (scan.depth > most_levels || scan.dots >= most_levels)
      return refused(
          scan.line,
          fmt::format("more than {} {}", most_levels,
                      scan.depth > most_levels ? "brackets inside each other" : "parts in a key"),
          "No scenario needs that; the file is probably damaged.");
  }
  return {};
}

}  // namespace metastasim::config
