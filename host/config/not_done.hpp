#pragma once
#include <string>
#include <vector>

#include "host/config/problem.hpp"
#include "host/config/scenario.hpp"

namespace metastasim::config {

/// Treatments that a run which ends then will not come to. A shorter run of the same scenario is no
/// error, but nobody should wait for its treatment.
std::vector<Note> treatments_not_done(const Scenario& scenario, double end_min);

/// "line 14: ..."
std::string with_line(const Note& note);

}  // namespace metastasim::config
