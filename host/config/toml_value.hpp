#pragma once
#include "host/config/toml_lines.hpp"

/// Values that are not TOML: which slip it is, and what was meant.
namespace metastasim::config {

struct ValueSlip {
  std::string what, why;  ///< why is empty where the slip is none of those that are known
};
ValueSlip slip_in(std::string_view value, bool unclosed);

/// Place of the first byte that stands in no text: a control character, or what is not UTF-8; npos
/// where there is none.
std::size_t odd_byte(std::string_view line);
/// Without these bytes; a mu of older encodings is a u.
std::string without_odd_bytes(std::string text);

/// The value of a setting that may reach over several lines, as one line without comments.
std::string statement(const std::vector<TomlLine>& lines, std::size_t first);

/// "duration = "2 d"" of the value 2 d: the first way of mending it that the setting takes, its usual
/// value where there is none; empty where nobody knows.
std::string write_value(const std::string& path, const std::string& name, const std::string& value);

}  // namespace metastasim::config
