#pragma once
#include <cmath>

#include "host/geometry/capillary_bed.hpp"

namespace metastasim::bench {

/// A capillary bed of about so many segments (1550 of them a mm^3 at this density).
inline geometry::CapillaryBed bed_of(std::int64_t segments) {
  geometry::CapillaryBed bed;
  const double edge_um = 1e3 * std::cbrt(static_cast<double>(segments) / 1550);
  bed.block_um = {edge_um, edge_um, edge_um};
  bed.length_density_mm_per_mm3 = 100;
  return bed;
}

}  // namespace metastasim::bench
