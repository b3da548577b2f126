#pragma once
#include <string>

#include "host/sim/summary.hpp"

namespace metastasim {

/// "WHERE THE CELLS WENT": the end of every run and of `info`, for people.
std::string funnel_text(const Summary& summary);

}  // namespace metastasim
