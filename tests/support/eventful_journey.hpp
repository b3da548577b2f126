#pragma once
#include "tests/support/journey.hpp"

/// A journey on which all that can happen does, to many: in blood, through capillaries that hold some, around the body and
/// back; or in lymph, through a node.
namespace metastasim::testing {

inline constexpr std::uint32_t eventful_cells = 3000;
inline constexpr double eventful_begin_s = 60, eventful_end_s = 300;

/// Who travels, and where; then how it is computed, which may change nothing.
struct EventfulJourney {
  std::uint32_t members = 5;
  bool lymph = false;
  double step_s = 60;
  int pieces = 1;
  bool shuffled = false;
  int threads = 1;
  bool changing_flow = false;  ///< another one every minute, as cells that come and go make it
};

/// The world at `eventful_begin_s`, with all cells about to go.
State set_out(const EventfulJourney& one);

/// In every other minute the blood takes the other capillary, and who is stuck in one may come free.
void set_flow_of_minute(State& state, int minute, int pieces);

/// Rates at which each kind of death, stop and parting befalls many within the journey.
Parameters eventful_rates();

}  // namespace metastasim::testing
