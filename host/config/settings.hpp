#pragma once
#include <vector>

#include "host/config/document.hpp"
#include "host/config/scenario.hpp"

namespace metastasim::config {

/// Looks up every key of the registry in the document, for each site and cell type, and puts what
/// is written or else the default into the scenario. Returns the document's problems and all new
/// ones: what is wrong, what is missing, what nobody reads.
std::vector<Problem> read_settings(const Document& document, Scenario& scenario);

}  // namespace metastasim::config
