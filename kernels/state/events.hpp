#pragma once
#include "kernels/state/column.hpp"

/// The diary of the cascade: one row per change of state that a reader would want told, in the
/// order of id. `resolve` appends, outputs drain. It is how a cell's journey is told, so it must
/// not depend on anything but the seed.
namespace metastasim {

enum class EventKind : std::uint8_t {
  invaded = 1,         ///< crossed the basement membrane
  entered = 2,         ///< into a blood vessel; place = segment, or compartment where site is -1
  arrested = 3,        ///< stopped in a vessel; place = segment, or compartment where site is -1
  released = 4,        ///< torn off, slipped on, or let go by a lymph node; place as for arrested
  extravasated = 5,    ///< out of the vessel; place as for arrested
  divided = 6,         ///< a division after extravasation; place = division number
  died = 7,            ///< place = Death
  intervention = 8,    ///< no cell; place = its number; value = tumour cells it removed
  perfused = 9,        ///< blood runs in a sprout for the first time; place = segment, no cell
  entered_lymph = 10,  ///< into a lymphatic; place = segment
  held = 11,           ///< filtered out by a lymph node; place = compartment
  shed = 12            ///< off a colony in a lymph node, into the lymph; place = compartment
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
/// Segments by their id, since rows move when vessels grow.
inline constexpr auto place = event_column<std::uint64_t>(
    "place", "1", "number of the segment or compartment, cause of death: see EventKind");
inline constexpr auto value = event_column<float>(
    "value", "1",
    "a number that goes with the kind: cells that enter or leave a vessel together, cells of the "
    "colony that sheds, seconds in the stream of those who stop");
inline constexpr auto width = event_column<float>(
    "width", "um", "inner diameter of the vessel at that moment; 0 where the place is no vessel");
inline constexpr auto phenotype =
    event_column<std::uint8_t>("phenotype", "1", "the cell's phenotype at that moment");

inline constexpr ColumnSpec core[] = {number, tick,  cell_id, kind,     site,
                                      place,  value, width,   phenotype};
}  // namespace event

}  // namespace metastasim
