#pragma once
#include <string>
#include <vector>

#include "host/config/scenario.hpp"

namespace metastasim::config {

/// An error in a scenario: what is wrong, why it is one, what to write instead.
struct Problem {
  Origin origin;
  std::string key;    ///< full path; empty where the text is not TOML
  std::string what;   ///< "no such setting"
  std::string why;    ///< a sentence or two
  std::string write;  ///< what to write, literally; may be empty
  std::string more;   ///< what is allowed, where to read on; may be empty
};

struct Note {
  Origin origin;
  std::string text;
};

}  // namespace metastasim::config
