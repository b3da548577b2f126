#pragma once
#include "kernels/state/vessels.hpp"

/// On a lattice a vessel is a voxel: it holds one segment, across the plane of a lattice of one
/// layer.
namespace metastasim::lattice {

inline constexpr auto ruptured = segment_column<std::uint8_t>(
    "ruptured", "1", "1: the vessel's wall is open, so that epithelial cells get in alone");

constexpr std::uint32_t no_vessel = 0xFFFFFFFFu;

struct VesselVoxels {
  const std::uint32_t *first, *segment;  ///< see VesselPieces
  explicit VesselVoxels(const VesselPieces& pieces)
      : first(pieces.first.data()), segment(pieces.segment.data()) {}
  /// Row of the segment in a voxel (Grid::number), or no_vessel.
  HD std::uint32_t in(std::int64_t voxel) const {
    if (first == nullptr || first[voxel] == first[voxel + 1]) return no_vessel;
    return segment[first[voxel]];
  }
};

}  // namespace metastasim::lattice
