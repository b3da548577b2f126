#pragma once
#include <vector>

#include "host/config/document.hpp"
#include "host/config/scenario.hpp"

namespace metastasim::config {

/// The document's problems and all new ones: what is wrong, what is missing, what nobody reads.
struct SettingsRead {
  std::vector<Problem> problems;
  bool complete;  ///< what stands below a misspelt name was not looked at
};

/// Looks up every key of the registry in the document, for each site and cell type, and puts what
/// is written or else the default into the scenario.
SettingsRead read_settings(const Document& document, Scenario& scenario);

}  // namespace metastasim::config
