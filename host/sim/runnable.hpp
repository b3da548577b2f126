#pragma once
#include "host/config/reader.hpp"

namespace metastasim {

/// What only building the body finds, told like every other error of the scenario: a way around that
/// never comes back, blood that gets lost.
config::ReadResult runnable(config::ReadResult read);

}  // namespace metastasim
