#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The lines of a text that is TOML but for a few of them.
namespace metastasim::config {

struct TomlLine {
  std::string_view text;  ///< without its end
  int goes_on = 0;        ///< number of the line whose list or text goes on here; 0: none does
  bool unclosed = false;  ///< a bracket that opens here is open still where the next setting begins
  std::string table;      ///< "site.breast", of the last heading here or above

  bool is_heading() const;  ///< "[site.breast]", well formed or not
  /// What stands before the equals sign, full path; empty where nothing is set.
  std::string path() const;
  /// What stands behind it, without blanks and comment around.
  std::string_view value() const;
  std::size_t equals() const;  ///< where it stands in `text`; npos where it does not
};

std::string_view without_blanks(std::string_view text);

/// Line n is the element n - 1.
std::vector<TomlLine> toml_lines(std::string_view text);

}  // namespace metastasim::config
