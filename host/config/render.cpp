#include <fmt/format.h>

#include <algorithm>

#include "host/config/reader.hpp"

namespace metastasim::config {

namespace {

constexpr std::size_t most_shown = 100;

std::string counted(std::size_t n, const std::string& noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

/// A terminal would obey control characters.
std::string printable(std::string text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  std::replace_if(text.begin(), text.end(), is_control, '?');
  return text;
}

std::string line_of(const ReadResult& result, const Origin& origin) {
  const auto number = static_cast<std::size_t>(origin.line);
  if (origin.on_command_line)
    return number <= result.overrides.size() ? result.overrides[number - 1] : "";
  std::string_view text = result.text;
  for (std::size_t i = 1; i < number && !text.empty(); ++i)
    text.remove_prefix(std::min(text.size(), std::min(text.find('\n'), text.size()) + 1));
  std::string line(text.substr(0, text.find('\n')));
  std::replace(line.begin(), line.end(), '\t', ' ');
  if (line.ends_with('\r')) line.pop_back();
  return printable(line);
}

std::string place_of(const Origin& o) {
  if (o.line == 0) return "";
  if (o.on_command_line) return fmt::format("--set {}", o.line);
  return fmt::format("line {}, column {}", o.line, o.column);
}

/// Characters, not bytes: columns count the former.
int characters(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// What was written may be of any length; a report is for reading.
std::string fit(std::string text) {
  constexpr std::size_t most = 300;
  if (text.size() <= most) return printable(text);
  std::size_t end = most;
  while ((text[end] & 0xC0) == 0x80) --end;
  return printable(text.substr(0, end)) + "...";
}

std::string shown_line(const ReadResult& result, const Origin& o) {
  if (o.line == 0) return "";
  const std::string line = line_of(result, o);
  if (line.size() > 200) return "";
  const std::string number = o.on_command_line ? "--set" : std::to_string(o.line);
  const int room = std::max(1, characters(line) - o.column + 1);
  return fmt::format("{0:>8} | {1}\n{2:>8} | {3}{4}\n", number, line, "",
                     std::string(static_cast<std::size_t>(std::max(0, o.column - 1)), ' '),
                     std::string(static_cast<std::size_t>(std::clamp(o.length, 1, room)), '^'));
}

std::string shown(const ReadResult& result, const Problem& p, std::size_t number) {
  std::string out = fmt::format("{:<3}{:<22}{}{}{}\n", number, place_of(p.origin), fit(p.key),
                                p.key.empty() ? "" : ": ", fit(p.what));
  out += shown_line(result, p.origin);
  if (!p.why.empty()) out += "   " + fit(p.why) + "\n";
  if (!p.write.empty() && p.more.empty()) return out + "   Write:  " + fit(p.write) + "\n";
  if (!p.write.empty()) return out + fmt::format("   Write:  {:<32}  {}\n", fit(p.write), p.more);
  return p.more.empty() ? out : out + "   " + p.more + "\n";
}

std::string shown(const Note& note) {
  return fmt::format("note  {:<19}{}\n",
                     note.origin.line ? fmt::format("line {}", note.origin.line) : "", note.text);
}

std::string last_line(const ReadResult& result) {
  const bool is_one = result.problems.size() == 1;
  if (!result.complete)
    return fmt::format("Correct {0} and check again. There may be more errors behind {0}.\n",
                       is_one ? "it" : "them");
  if (is_one) return "Correct it and check again. This is the only error in this file.\n";
  return "Correct them and check again. These are all the errors in this file.\n";
}

}  // namespace

std::string render_problems(const ReadResult& result) {
  const std::size_t errors = result.problems.size();
  std::string out = fmt::format("{}: {}", result.name, counted(errors, "error"));
  if (!result.notes.empty()) out += ", " + counted(result.notes.size(), "note");
  out += ". Nothing was computed, no file was written.\n\n";
  for (std::size_t i = 0; i < std::min(errors, most_shown); ++i)
    out += shown(result, result.problems[i], i + 1) + "\n";
  if (errors > most_shown) out += fmt::format("and {} more.\n\n", errors - most_shown);
  for (const Note& note : result.notes) out += shown(note) + "\n";
  return out + last_line(result);
}

}  // namespace metastasim::config
