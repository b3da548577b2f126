#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::motility {

/// The direction in which a cell crawls, a unit vector; zero until it chooses one.
inline constexpr auto heading_x =
    cell_column<float>("heading_x", "1", "direction of crawling along x",
                       {.at_division = AtDivision::initial, .output = false});
inline constexpr auto heading_y =
    cell_column<float>("heading_y", "1", "direction of crawling along y",
                       {.at_division = AtDivision::initial, .output = false});
inline constexpr auto heading_z =
    cell_column<float>("heading_z", "1", "direction of crawling along z",
                       {.at_division = AtDivision::initial, .output = false});

}  // namespace metastasim::motility
