#pragma once
#include "kernels/state/vessels.hpp"

/// Columns of vessels that grow during the run: sprouts, their tips, and what becomes of them.
namespace metastasim {

namespace segment {
inline constexpr auto sprout = segment_column<std::uint64_t>(
    "sprout", "1", "number of the sprout that it grew as; 0 where it was there from the start");
inline constexpr auto sprouted =
    segment_column<std::uint32_t>("sprouted", "tick", "when its sprout began");
inline constexpr auto perfused = segment_column<std::uint32_t>(
    "perfused", "tick", "when a vessel that grew during the run first carried blood; 0 never");
inline constexpr auto low_shear = segment_column<float>(
    "low_shear", "min", "for how long the wall shear has been too low to keep the vessel");
/// In `set_point`: what the blood asks of the vessel has not been noted yet.
inline constexpr float unknown_set_point = -1e30f;
inline constexpr auto set_point =
    segment_column<float>("set_point", "1", "stimulus that the vessel is adapted to",
                          {.initial = unknown_set_point, .output = false});
}  // namespace segment

namespace node {
inline constexpr auto tip_of = node_column<std::uint64_t>(
    "tip_of", "1", "number of the sprout whose growing tip this is; 0 none");
inline constexpr auto heading_x =
    node_column<float>("heading_x", "1", "direction of a tip along x", {.output = false});
inline constexpr auto heading_y =
    node_column<float>("heading_y", "1", "direction of a tip along y", {.output = false});
inline constexpr auto heading_z =
    node_column<float>("heading_z", "1", "direction of a tip along z", {.output = false});
}  // namespace node

}  // namespace metastasim
