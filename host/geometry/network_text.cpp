#include "host/geometry/network_text.hpp"

#include <charconv>
#include <cmath>
#include <fstream>

#include "kernels/core/error.hpp"

namespace metastasim::geometry {

namespace {

constexpr const char* blanks = " \t\r\n\v\f";

std::string unquoted(const std::string& text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Separators between quotes separate nothing.
std::size_t end_of_cell(const std::string& line, std::size_t at, char separator) {
  const std::size_t first = line.find_first_not_of(blanks, at);
  if (first != std::string::npos && line[first] == '"')
    if (const std::size_t last = line.find('"', first + 1); last != std::string::npos) at = last;
  return std::min(line.find(separator, at), line.size());
}

}  // namespace

TextFile::TextFile(const std::filesystem::path& path) : path_(path.string()) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path_ + ": cannot be opened; check the path");
  for (std::string line; std::getline(file, line);) {
    if (lines_.empty() && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    lines_.push_back(trimmed(line));
  }
  if (file.bad()) throw InputError(path_ + ": cannot be read; is it a folder?");
}

bool TextFile::next() {
  while (number_ < static_cast<int>(lines_.size())) {
    line_ = lines_[number_++];
    if (!line_.empty()) return true;
  }
  return false;
}

void TextFile::require_next(const char* what) {
  if (!next()) refuse(std::string("the file ends before ") + what + ": it seems to be cut short");
}

std::string TextFile::told_at(int line, const std::string& problem) const {
  return path_ + ":" + std::to_string(line) + ": " + problem;
}

void TextFile::refuse(const std::string& problem) const { throw InputError(told(problem)); }

void Refusals::add(std::string text) {
  constexpr std::size_t most = 20;
  found_.push_back(std::move(text));
  if (found_.size() < most) return;
  found_.back() += ". There may be more errors behind this one";
  raise();
}

void Refusals::raise() const {
  if (found_.size() == 1) throw InputError(found_.front());
  if (!found_.empty()) throw InputErrors(found_);
}

std::vector<std::string> words(const std::string& line, char separator) {
  std::vector<std::string> out;
  if (separator != ' ') {
    for (std::size_t at = 0, end; at <= line.size(); at = end + 1) {
      end = end_of_cell(line, at, separator);
      out.push_back(unquoted(trimmed(line.substr(at, end - at))));
    }
    return out;
  }
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string::npos;) {
    const std::size_t end = line.find_first_of(blanks, at);
    out.push_back(line.substr(at, end - at));
    at = end == std::string::npos ? end : line.find_first_not_of(blanks, end);
  }
  return out;
}

double number_in(const TextFile& file, const std::string& word, const char* what) {
  double value = 0;
  const char* start = word.data() + (word.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(start, word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value))
    file.refuse("'" + word + "' stands where " + what + " should be: write a finite number");
  return value;
}

std::uint64_t id_in(const TextFile& file, const std::string& word, const char* what) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size())
    file.refuse("'" + word + "' stands where " + what +
                " should be: write a whole number, 0 or more");
  return value;
}

void Names::add(const TextFile& file, std::uint64_t id, std::size_t place) {
  const auto [row, is_new] = rows_.emplace(id, Row{static_cast<int>(place), file.number()});
  if (!is_new)
    file.refuse(std::string(of_what_) + " " + std::to_string(id) +
                " is listed twice, here and in line " + std::to_string(row->second.line) +
                ", so nobody can tell which is meant: rename or drop one");
}

int Names::place(const TextFile& file, std::uint64_t id, const char* who) const {
  const auto found = rows_.find(id);
  if (found == rows_.end())
    file.refuse(std::string(who) + " names " + of_what_ + " " + std::to_string(id) +
                ", which the file does not list: add the " + of_what_ + " or drop the line");
  return found->second.place;
}

}  // namespace metastasim::geometry
