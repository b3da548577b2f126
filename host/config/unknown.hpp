#pragma once
#include <set>
#include <string>
#include <vector>

#include "host/config/document.hpp"

namespace metastasim::config {

/// A setting that no key describes.
struct Unknown {
  Problem problem;
  std::string meant;  ///< path of the setting that was probably meant, or empty
};

/// Everything in the document that nothing has read; the species' defaults tell which unit a bare
/// number was probably meant in.
std::vector<Unknown> unknown_settings(const Node& root, const std::set<const Node*>& taken,
                                      const std::string& species);

}  // namespace metastasim::config
