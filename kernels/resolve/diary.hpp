#pragma once
#include "kernels/process.hpp"
#include "kernels/state/events.hpp"

namespace metastasim::resolve {

/// What `resolve` writes into the diary for a list of cells, in the order of the list.
struct DiaryEntry {
  EventKind kind;
  std::int32_t site;                          ///< -1 in a compartment of the body
  const std::uint32_t* place = nullptr;       ///< by row; null writes 0; a segment by its row
  const float* value = nullptr;               ///< by row; null writes 0
  const std::int32_t* site_by_row = nullptr;  ///< where the rows differ; overrides `site`
  const std::uint8_t* kind_by_row = nullptr;  ///< where the rows differ; overrides `kind`
  bool in_vessel = false;                     ///< in a site, `place` is a segment
  bool of_vessels = false;                    ///< the rows are vessels themselves, not cells
};

/// Appends one event for each listed row of a table of cells, travellers or vessels.
void note(Step& step, const Table& table, RowList list, const DiaryEntry& entry);

}  // namespace metastasim::resolve
