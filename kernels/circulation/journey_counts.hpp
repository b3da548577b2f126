#pragma once
#include <string>
#include <vector>

#include "kernels/state/state.hpp"

namespace metastasim {

/// Cells stopped in the vessels of a site or organ, or held in a lymph node, alive.
struct Stopped {
  std::string place;
  std::uint64_t cells = 0;
};

/// Who settled in lymph nodes; the founders are among the cells held there, their descendants are not among
/// those that entered a vessel.
struct NodeColonies {
  std::uint64_t founders = 0, cells = 0;
  std::uint64_t colonies = 0;  ///< founders that have two divisions or more behind them
};

/// Where travellers are now: the present half of the funnel; what has happened stands in
/// State::counters, what became of those who left in host/sim/families.hpp.
struct JourneyCounts {
  std::uint64_t in_transit = 0, arrested = 0, held_in_nodes = 0;  ///< together: all travellers
  std::vector<Stopped> stopped;  ///< arrested by place; places without any are left out
  std::vector<Stopped> held;     ///< held by lymph node
  NodeColonies in_nodes;
};

/// By explicit copies to the host: for outputs, not for use inside a step.
JourneyCounts count_journey(const State& state);

}  // namespace metastasim
