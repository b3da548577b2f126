#pragma once
#include <string>

#include "host/sim/summary.hpp"

namespace metastasim {

/// What every text about a run with values = "demo" says.
inline constexpr const char* demo_words = "DEMO rates: this shows how, not how often";

/// "WHERE THE CELLS WENT": the end of every run and of `info`, for people.
std::string funnel_text(const Summary& summary);

}  // namespace metastasim
