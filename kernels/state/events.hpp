#pragma once
#include "kernels/state/column.hpp"

/// The diary of the cascade: one row per change of state that a reader would want told, in the
/// order of id. `resolve` appends, outputs drain. It is how a cell's journey is told, so it must
/// not depend on anything but the seed.
namespace metastasim {

enum class EventKind : std::uint8_t {
  invaded = 1,       ///< crossed the basement membrane
  entered = 2,       ///< into a vessel; place = segment
  left_site = 3,     ///< carried out of a block; place = compartment
  reached_site = 4,  ///< carried into a block; place = segment
  arrested = 5,      ///< stopped in a vessel; place = segment
  released = 6,      ///< torn off or slipped on
  extravasated = 7,  ///< out of the vessel; place = segment
  divided = 8,       ///< a division after extravasation; place = division number
  died = 9           ///< place = Death
};

namespace event {
inline constexpr auto number =
    event_column<std::uint64_t>("number", "1", "running number of the event");
inline constexpr auto tick = event_column<std::uint32_t>("tick", "tick", "when");
inline constexpr auto cell_id =
    event_column<std::uint64_t>("cell", "1", "lineage number of the cell");
inline constexpr auto kind = event_column<std::uint8_t>("kind", "1", "what happened");
inline constexpr auto site =
    event_column<std::int32_t>("site", "1", "site, or -1 in a compartment of the body");
inline constexpr auto place =
    event_column<std::uint32_t>("place", "1", "segment, compartment, cause: see EventKind");
inline constexpr auto value = event_column<float>(
    "value", "1", "a number that goes with the kind: diameter in um, seconds in the stream");

inline constexpr ColumnSpec core[] = {number, tick, cell_id, kind, site, place, value};
}  // namespace event

}  // namespace metastasim
