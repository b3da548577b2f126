#pragma once
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/process.hpp"
#include "kernels/state/events.hpp"

namespace metastasim::resolve {

/// The site in which a traveller is, -1 in a compartment of the body.
struct WhichSite {
  const std::uint8_t* phase;
  const std::uint32_t* place;
  const std::int32_t* site_of_segment;
  explicit WhichSite(const State& state)
      : phase(state.travellers.data(traveller::phase)),
        place(state.travellers.data(traveller::place)),
        site_of_segment(state.vessels.segments.data(segment::site)) {}
  HD std::int32_t of(std::uint32_t row) const {
    return in_segment(static_cast<Phase>(phase[row])) ? site_of_segment[place[row]] : -1;
  }
};

/// Writes what has happened to the travellers of a list into the diary: where, and to whom.
void note_travellers(Step& step, RowList list, EventKind kind);

/// What happened to travellers since the last time (stops, in lymph nodes too, and releases) is counted and told.
void tell_news(Step& step);

}  // namespace metastasim::resolve
