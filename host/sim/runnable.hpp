#pragma once
#include "host/config/reader.hpp"
#include "host/input_error.hpp"

namespace metastasim {

/// What only building the body finds, told like every other error of the scenario: a way around that
/// never comes back, blood that gets lost.
config::ReadResult runnable(config::ReadResult read);

/// What building a site finds, told the same way.
InputError told_at_its_line(const Scenario& scenario, const SettingError& error);

}  // namespace metastasim
