#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace metastasim::config {

/// Walks through a text that may be TOML, just well enough to count lines, open brackets and parts of
/// a dotted key: it knows strings and comments, and nothing more.
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

}  // namespace metastasim::config
