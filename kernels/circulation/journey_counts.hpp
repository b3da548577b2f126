#pragma once
#include <string>
#include <vector>

#include "kernels/state/state.hpp"

namespace metastasim {

/// Those who left a vessel in a site and their descendants, by founder.
struct Settlers {
  std::string site;
  std::uint64_t asleep = 0;    ///< founders that sleep
  std::uint64_t growing = 0;   ///< founders awake, or with descendants
  std::uint64_t colonies = 0;  ///< founders with 4 living cells or more
  std::uint64_t largest = 0;   ///< living cells of the largest colony
};

/// Cells stopped in the vessels of a site or organ, alive.
struct Stopped {
  std::string place;
  std::uint64_t cells = 0;
};

/// Where travellers and settlers are now: the present half of the funnel; what has happened stands
/// in State::counters.
struct JourneyCounts {
  std::uint64_t in_transit = 0, arrested = 0, held_in_nodes = 0;  ///< together: all travellers
  std::vector<Stopped> stopped;    ///< arrested by place; places without any are left out
  std::vector<Settlers> settlers;  ///< one per site
};

/// By explicit copies to the host: for outputs, not for use inside a step.
JourneyCounts count_journey(const State& state);

}  // namespace metastasim
