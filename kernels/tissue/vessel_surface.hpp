#pragma once
#include "kernels/core/ids.hpp"
#include "kernels/state/grid.hpp"
#include "kernels/state/vessels.hpp"

namespace metastasim::tissue {

/// For kernels: the wall of the blood vessels in a voxel.
struct VesselSurface {
  const std::uint32_t *first, *segment;
  const float *length_um, *radius_um;
  const std::uint8_t* kind;
  bool any;

  VesselSurface(const Vessels& vessels, SiteId site) {
    const VesselPieces& pieces = vessels.pieces_of_site[static_cast<std::size_t>(site.value)];
    first = pieces.first.data();
    segment = pieces.segment.data();
    length_um = pieces.length_um.data();
    radius_um = vessels.segments.data(segment::radius);
    kind = vessels.segments.data(segment::kind);
    any = pieces.segment.size() > 0;
  }

  /// um2 in voxel number `voxel` (Grid::number), pieces added in their order.
  HD float area_um2(std::int64_t voxel) const {
    float sum = 0;
    if (!any) return sum;
    for (std::uint32_t piece = first[voxel]; piece < first[voxel + 1]; ++piece) {
      const std::uint32_t s = segment[piece];
      if (kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic)) continue;
      sum += 2 * static_cast<float>(math::pi) * radius_um[s] * length_um[piece];
    }
    return sum;
  }
};

}  // namespace metastasim::tissue
