#pragma once
#include "kernels/state/column.hpp"

/// How cells get from one place to the next: mechanics and motility each add the way they would
/// have a cell go to the step_* columns, and move_cells takes it, as far as walls and basement
/// membrane allow.
namespace metastasim::motion {

inline constexpr auto step_x = cell_column<std::int32_t>(
    "step_x", "2^-16 um", "way to go along x, taken by move_cells in the same tick",
    {.at_division = AtDivision::initial, .output = false, .hashed = false});
inline constexpr auto step_y = cell_column<std::int32_t>(
    "step_y", "2^-16 um", "way to go along y, taken by move_cells in the same tick",
    {.at_division = AtDivision::initial, .output = false, .hashed = false});
inline constexpr auto step_z = cell_column<std::int32_t>(
    "step_z", "2^-16 um", "way to go along z, taken by move_cells in the same tick",
    {.at_division = AtDivision::initial, .output = false, .hashed = false});

/// By-products of the pair forces, for contact inhibition and for what has lost its neighbours.
inline constexpr auto contacts =
    cell_column<std::uint8_t>("contacts", "1", "neighbours within reach of adhesion, 255 for more");
inline constexpr auto pressure =
    cell_column<float>("pressure", "1", "squeeze by neighbours; 1 in a relaxed close packing");

}  // namespace metastasim::motion
