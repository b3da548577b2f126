#pragma once
#include "host/config/problem.hpp"
#include "host/config/toml_lines.hpp"

namespace metastasim::config {

/// Where a parser stopped, and what it says of it.
struct TomlStop {
  std::size_t line;    ///< place in the list of lines: where the setting or heading begins
  Origin place;        ///< the parser's, in this line or a later one
  std::string reason;  ///< in the parser's words
};

/// The slip that people make there, in ours, with the setting, and what to write instead.
Problem toml_problem(const std::vector<TomlLine>& lines, const TomlStop& stop);

}  // namespace metastasim::config
