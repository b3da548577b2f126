#pragma once
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/input_error.hpp"
#include "kernels/vessels/network.hpp"

/// What the readers of network files share: lines split into words that know where they stand, and
/// refusals that name file, line and cure.
namespace metastasim::geometry {

/// More nodes or segments than this is taken for a damaged or hostile file.
inline constexpr std::size_t most_rows = 50'000'000;

/// A text file, line by line. Byte-order mark and CR are dropped.
class TextFile {
 public:
  explicit TextFile(const std::filesystem::path& path);

  /// The next line with something on it; false at the end.
  bool next();
  /// The same, but the end of the file is an error: "the file ends before `what`".
  void require_next(const char* what);
  const std::string& line() const { return line_; }
  int number() const { return number_; }

  /// "file:line: problem".
  std::string told(const std::string& problem) const { return told_at(number_, problem); }
  std::string told_at(int line, const std::string& problem) const;
  /// Throws that as InputError.
  [[noreturn]] void refuse(const std::string& problem) const;

 private:
  std::string path_;
  std::vector<std::string> lines_;
  std::string line_;
  int number_ = 0;
};

/// What is wrong with the rows of a table, so that all of it is told at once.
class Refusals {
 public:
  /// Throws where there are as many as anybody reads.
  void add(std::string text);
  /// What `read` gives; `otherwise`, and its refusal is kept, where it refuses.
  template <class T, class Read>
  T noted(T otherwise, const Read& read) {
    try {
      return read();
    } catch (const InputError& error) {
      add(error.what());
      return otherwise;
    }
  }
  /// Throws them, where there are any.
  void raise() const;

 private:
  std::vector<std::string> found_;
};

/// Words between blanks or tabs; or between separators, where empty ones count and quotes around one
/// are dropped.
std::vector<std::string> words(const std::string& line, char separator = ' ');

/// A finite number, or a refusal that names what it should be.
double number_in(const TextFile& file, const std::string& word, const char* what);
std::uint64_t id_in(const TextFile& file, const std::string& word, const char* what);

/// Names of nodes, or of segments, in a file, each once, and their places in the network.
class Names {
 public:
  explicit Names(const char* of_what) : of_what_(of_what) {}
  /// Refused where a line above has the name already.
  void add(const TextFile& file, std::uint64_t id, std::size_t place);
  bool has(std::uint64_t id) const { return rows_.contains(id); }
  int place(const TextFile& file, std::uint64_t id, const char* who) const;

 private:
  struct Row {
    int place, line;
  };
  const char* of_what_;
  std::unordered_map<std::uint64_t, Row> rows_;
};

}  // namespace metastasim::geometry
