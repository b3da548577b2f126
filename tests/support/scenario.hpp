#pragma once
#include <string>

#include "host/config/scenario.hpp"

namespace metastasim::testing {

/// tests/scenarios/NAME.toml; a problem in it throws with the report that a user would see.
Scenario scenario(const std::string& name);

}  // namespace metastasim::testing
