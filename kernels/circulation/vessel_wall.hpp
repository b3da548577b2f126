#pragma once
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/state/field_columns.hpp"

namespace metastasim::circulation {

/// How far the wall of a vessel lies open to a cell beside it, 0 to 1; intravasation.cu states the law.
struct VesselWall {
  const float* ecm;
  const std::uint64_t* sprout;
  Grid grid;
  Carrying carrying;

  VesselWall(const Vessels& vessels, Site& site, Carrying what)
      : ecm(site.fields.data(field::ecm)),
        sprout(vessels.segments.data(segment::sprout)),
        grid(site.grid),
        carrying(what) {}

  HD float open(Position cell, std::uint32_t vessel) const {
    if (carrying == Carrying::lymph || sprout[vessel] != 0) return 1;
    return math::clamp(1 - ecm[grid.voxel_of(cell)], 0.0f, 1.0f);
  }
};

}  // namespace metastasim::circulation
