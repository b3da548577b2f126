#pragma once
#include "kernels/state/column.hpp"

/// What an effector cell carries, and what tells effectors where tumour cells are. Written by
/// `immune_attack`, `immune_signal` and `immune_recruitment`.
namespace metastasim::immunity {

inline constexpr auto target = cell_column<std::uint64_t>(
    "immune_target", "1", "lineage number of the cell that this effector holds; 0 none",
    {.at_division = AtDivision::initial, .output = false});
inline constexpr auto strength = cell_column<float>(
    "immune_strength", "1", "what is left of an effector's power to kill: 1 fresh, 0 exhausted",
    {.initial = 1.0f});
inline constexpr auto kills =
    cell_column<std::uint32_t>("immune_kills", "1", "tumour cells that this effector has killed",
                               {.at_division = AtDivision::initial});

inline constexpr auto signal = voxel_column<float>(
    "immune_signal", "1", "what tumour cells release that calls immune cells, relative");

inline constexpr auto arrivals = segment_column<std::uint32_t>(
    "immune_arrivals", "1", "effector cells that leave this vessel at the next resolve",
    {.output = false});
inline constexpr auto arriving_type =
    segment_column<std::uint8_t>("immune_arriving_type", "1", "their cell type", {.output = false});

}  // namespace metastasim::immunity
