#include "host/config/toml_lines.hpp"

#include "host/config/toml_scan.hpp"

namespace metastasim::config {

namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// Length of the name at the front: "size" of "size = 1".
std::size_t name_length(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_bare(text[n])) ++n;
  return n;
}

/// Whether this cannot be part of a list that is open: "voxel = ..." or "[site.lung]".
bool begins_anew(std::string_view line) {
  const bool heading = line.starts_with('[');
  if (heading) line.remove_prefix(1);
  const std::size_t name = name_length(line);
  const std::string_view behind = without_blanks(line.substr(name));
  if (name == 0 || (line[0] >= '0' && line[0] <= '9')) return false;
  return heading ? behind == "]" : behind.starts_with('=') && !behind.starts_with("==");
}

/// Where a comment begins that no quotation mark holds.
std::size_t end_of_code(std::string_view line) {
  for (Scan scan{line}; !scan.done(); scan.step())
    if (line[scan.at] == '#') return scan.at;
  return line.size();
}

std::string_view inside_brackets(std::string_view heading) {
  while (heading.starts_with('[')) heading.remove_prefix(1);
  return without_blanks(heading.substr(0, heading.find(']')));
}

std::vector<TomlLine> split(std::string_view text) {
  std::vector<TomlLine> lines;
  for (std::size_t end; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
    end = std::min(text.find('\n'), text.size());
    lines.push_back({text.substr(0, end), 0, false, ""});
    if (lines.back().text.ends_with('\r')) lines.back().text.remove_suffix(1);
  }
  return lines;
}

/// Marks the lines between `first` and `last` that a list or text of an earlier one reaches.
class Marker {
 public:
  explicit Marker(std::vector<TomlLine>& lines) : lines_(lines) {}

  void run(std::string_view text) {
    for (Scan scan{text}; !scan.done();) {
      const int line = scan.line, depth = scan.depth;
      const bool quoted = text[scan.at] == '"' || text[scan.at] == '\'';
      scan.step();
      if (depth == 0 && scan.depth > 0) opened_ = line;
      for (int next = line + 1; next <= scan.line; ++next) enter(next, quoted ? line : 0, scan);
      if (scan.done() && scan.depth > 0) lines_[opened_ - 1].unclosed = true;
    }
  }

 private:
  void enter(int number, int text_from, Scan& scan) {
    if (static_cast<std::size_t>(number) > lines_.size()) return;
    TomlLine& line = lines_[number - 1];
    if (text_from > 0) {
      line.goes_on = scan.depth > 0 ? opened_ : text_from;
      return;
    }
    if (lines_[number - 2].is_heading()) scan.depth = 0;
    if (scan.depth > 0 && begins_anew(without_blanks(line.text))) {
      lines_[opened_ - 1].unclosed = true;
      scan.depth = 0;
    }
    if (scan.depth > 0) line.goes_on = opened_;
  }

  std::vector<TomlLine>& lines_;
  int opened_ = 0;
};

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool TomlLine::is_heading() const { return goes_on == 0 && without_blanks(text).starts_with('['); }

std::size_t TomlLine::equals() const {
  if (goes_on > 0 || is_heading()) return text.npos;
  const std::size_t at = text.find('=');
  return at < end_of_code(text) ? at : text.npos;
}

std::string TomlLine::path() const {
  if (equals() == text.npos) return {};
  const std::string name(without_blanks(text.substr(0, equals())));
  return table.empty() ? name : table + "." + name;
}

std::string_view TomlLine::value() const {
  if (equals() == text.npos) return {};
  return without_blanks(text.substr(0, end_of_code(text)).substr(equals() + 1));
}

std::vector<TomlLine> toml_lines(std::string_view text) {
  std::vector<TomlLine> lines = split(text);
  Marker(lines).run(text);
  std::string table;
  for (TomlLine& line : lines) {
    if (line.is_heading()) table = inside_brackets(without_blanks(line.text));
    line.table = table;
  }
  return lines;
}

}  // namespace metastasim::config
