#pragma once
#include <string>
#include <vector>

#include "host/config/document.hpp"

namespace metastasim::config {

/// Names of sites (or whatever else `kind` has) that were probably meant to be others.
class MisspeltNames {
 public:
  MisspeltNames(std::string kind, const Node& all, const std::string& species);

  /// What is written below a name that no heading gives, none of whose required settings are there,
  /// and that is nearly another: [site.lungs.soil] beside [site.lung]. Empty where it may be meant.
  std::vector<Problem> below(const Entry& entry) const;

 private:
  const std::string kind_, species_;
  std::vector<std::string> required_;
  std::vector<const Entry*> others_;  ///< those that have a required setting
};

}  // namespace metastasim::config
