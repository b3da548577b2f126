#pragma once
#include <array>
#include <cstdint>

#include "kernels/core/buffer.hpp"

namespace metastasim {

/// Everything the funnel counts, in cells, cumulative since the start. Only `resolve`,
/// `journey_ledger` and the set-up write them. The identity that every output keeps: entered_blood + entered_lymph =
/// in_transit + held_in_nodes + arrested + extravasated + died_shear + died_immune + died_anoikis +
/// died_other.
enum class Count : std::uint8_t {
  born,            ///< daughters added by division
  died_in_tissue,  ///< tumour cells in any site, not counting those after extravasation
  detached,        ///< lost its last neighbour in the primary
  invaded,         ///< crossed the basement membrane
  entered_blood,
  entered_lymph,
  entries_as_cluster,  ///< cells that entered together with others
  arrests_total,
  extravasated,
  died_shear,
  died_immune,
  died_anoikis,
  died_other,  ///< on the journey, of anything else
  died_after_extravasation,
  killed_in_tissue,       ///< of the two kinds of deaths in tissue: by immune cells
  removed_by_surgery,     ///< tumour cells; in no other count of deaths
  immune_arrived,         ///< effector cells that came out of vessels
  immune_died,            ///< effector cells, of any cause
  stroma_died,            ///< fibroblasts, of any cause
  shed_by_node_colonies,  ///< of those that entered the lymph: off a colony in a lymph node
  shed_by_metastases,  ///< of those that entered from a tissue: born in it, of a family that came by vessel
  blood_entries,  ///< single cells and clusters that entered the blood
  blood_entries_as_cluster,
  steps_out_of_balance,  ///< steps after which the identity above did not hold: a defect
  size
};

inline constexpr std::array<const char*, static_cast<std::size_t>(Count::size)> count_names{
    "born",
    "died_in_tissue",
    "detached",
    "invaded",
    "entered_blood",
    "entered_lymph",
    "entries_as_cluster",
    "arrests_total",
    "extravasated",
    "died_shear",
    "died_immune",
    "died_anoikis",
    "died_other",
    "died_after_extravasation",
    "killed_in_tissue",
    "removed_by_surgery",
    "immune_arrived",
    "immune_died",
    "stroma_died",
    "shed_by_node_colonies",
    "shed_by_metastases",
    "blood_entries",
    "blood_entries_as_cluster",
    "steps_out_of_balance"};

using Counters = Buffer<std::uint64_t>;  ///< one number per Count

}  // namespace metastasim
