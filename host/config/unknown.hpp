#pragma once
#include <set>
#include <string>
#include <vector>

#include "host/config/document.hpp"

namespace metastasim::config {

/// A setting that no key describes.
struct Unknown {
  Problem problem;
  std::string meant;   ///< path of the setting that was probably meant, or empty
  bool hides = false;  ///< a table of settings that would have been read under the right name
};

/// What to write for a setting or table whose path was probably meant, with this value.
std::string correction(const std::string& path, const std::string& meant, const Node& value,
                       const std::string& species);

/// A path as a heading has it.
std::string joined(const std::vector<std::string>& path);

/// Everything in the document that nothing has read; the species' defaults tell which unit a bare
/// number was probably meant in.
std::vector<Unknown> unknown_settings(const Node& root, const std::set<const Node*>& taken,
                                      const std::string& species);

}  // namespace metastasim::config
