#pragma once
#include "kernels/state/column.hpp"

/// The columns that every cell has, whatever processes run, and the intents that processes leave
/// for `resolve`.
namespace metastasim {

/// What a cell is. Tumour cells run through the cascade; the others live in a site's tissue and stay
/// there.
enum class CellKind : std::uint8_t { tumour = 0, effector = 1, fibroblast = 2 };

/// Follows from the EMT score (invasion/emt.hpp).
enum class Phenotype : std::uint8_t { epithelial = 0, mesenchymal = 1, partial = 2 };

/// What a cell is to become at the next resolve; a larger number wins where two processes disagree.
/// `gone` is resolve's own: what the row wanted is done, and the row goes.
enum class Intent : std::uint8_t {
  none = 0,
  divide = 1,
  enter_vessel = 2,
  leave_vessel = 3,
  die = 4,
  gone = 5
};

/// Why a cell died; the journey's ledger keeps them apart.
enum class Death : std::uint8_t {
  none = 0,
  apoptosis,
  necrosis,
  shear,
  immune,
  anoikis,
  other,
  surgery
};

namespace cell {
inline constexpr auto id =
    cell_column<std::uint64_t>("id", "1", "lineage number, unique for the whole run");
inline constexpr auto mother = cell_column<std::uint64_t>(
    "mother", "1", "lineage number of the mother, 0 for a founder of the run");
inline constexpr auto x = cell_column<std::int32_t>(
    "x", "2^-16 um", "position along x in the block, fixed point", {.output = false});
inline constexpr auto y = cell_column<std::int32_t>(
    "y", "2^-16 um", "position along y in the block, fixed point", {.output = false});
inline constexpr auto z = cell_column<std::int32_t>(
    "z", "2^-16 um", "position along z in the block, fixed point", {.output = false});
inline constexpr auto radius =
    cell_column<float>("radius", "um", "radius of the sphere", {.initial = 8.5f});
inline constexpr auto type = cell_column<std::uint8_t>(
    "type", "1", "cell type: the place of its [cell.NAME] table in the scenario");
inline constexpr auto kind =
    cell_column<std::uint8_t>("kind", "1", "0 tumour cell, 1 immune effector cell, 2 fibroblast");
inline constexpr auto phenotype =
    cell_column<std::uint8_t>("phenotype", "1", "0 epithelial, 1 mesenchymal, 2 partial (hybrid)");
inline constexpr auto clone = cell_column<std::uint64_t>(
    "clone", "1", "clone number, from the tick and the cell of its first mutation; 0 the original");
inline constexpr auto born = cell_column<std::uint32_t>(
    "born", "tick", "tick of the last division or of the start", {.output = false});
inline constexpr auto founder = cell_column<std::uint64_t>(
    "founder", "1",
    "lineage number of the cell that left a vessel and began this colony; 0 in the primary",
    {.initial = 0});
inline constexpr auto divisions = cell_column<std::uint32_t>(
    "divisions", "1", "divisions since the founder left its vessel, or since the start");
inline constexpr auto intent =
    cell_column<std::uint8_t>("intent", "1", "what resolve is to do with the cell",
                              {.at_division = AtDivision::initial, .output = false});
inline constexpr auto intent_detail =
    cell_column<std::uint32_t>("intent_detail", "1", "cause of death, or segment to enter or leave",
                               {.at_division = AtDivision::initial, .output = false});

inline constexpr ColumnSpec core[] = {id,     mother,  x,         y,         z,
                                      radius, type,    kind,      phenotype, clone,
                                      born,   founder, divisions, intent,    intent_detail};
}  // namespace cell

HD inline bool is_tumour(std::uint8_t kind) {
  return kind == static_cast<std::uint8_t>(CellKind::tumour);
}
HD inline bool is_effector(std::uint8_t kind) {
  return kind == static_cast<std::uint8_t>(CellKind::effector);
}
HD inline bool is_fibroblast(std::uint8_t kind) {
  return kind == static_cast<std::uint8_t>(CellKind::fibroblast);
}

/// Notes an intent at one's own row; a stronger one that is there already stays.
HD inline void propose(std::uint8_t* intent, std::uint32_t* detail, std::uint32_t row,
                       Intent wanted, std::uint32_t what) {
  if (static_cast<std::uint8_t>(wanted) <= intent[row]) return;
  intent[row] = static_cast<std::uint8_t>(wanted);
  detail[row] = what;
}

}  // namespace metastasim
