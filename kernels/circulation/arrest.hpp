#pragma once
#include "kernels/circulation/journey_params.hpp"
#include "kernels/circulation/unit.hpp"
#include "kernels/core/math.hpp"

/// What stops a cell; the equations stand in circulate.cu.
namespace metastasim::circulation {

/// Pressure that pushes a cell of radius `size_um` into a vessel (Laplace), in Pa; below zero for
/// a wider vessel.
HD inline double entry_pressure_pa(double tension_mn_per_m, double vessel_um, double size_um) {
  return 2000.0 * tension_mn_per_m * (1.0 / vessel_um - 1.0 / size_um);
}

/// Drag on a sphere held at a wall (Goldman 1967), in pN.
HD inline double wall_drag_pn(double shear_pa, double radius_um) {
  return 1.7005 * 6.0 * math::pi * shear_pa * radius_um * radius_um;
}

/// Rate of capture by adhesion: falls to zero at the shear at which the drag outdoes the bonds.
HD inline double capture_per_us(const JourneyParams& p, double shear_pa, double radius_um) {
  if (p.adhesion_pn <= 0) return 0;
  const double hold = 1 - wall_drag_pn(shear_pa, radius_um) / p.adhesion_pn;
  return hold > 0 ? hold * p.capture_per_min / us_per_min : 0;
}

/// Time to creep into a narrow vessel with a pressure `excess_pa` above the threshold, one cell after
/// another.
HD inline std::int64_t entry_time_us(const JourneyParams& p, std::uint32_t cells,
                                     double excess_pa) {
  return math::max(std::int64_t{1}, math::to_int64(1e6 * cells * p.viscosity_pa_s / excess_pa));
}

/// Share of units of so many cells that a lymph node lets pass: those whose every cell it would let pass.
HD inline double passes_node(const JourneyParams& p, std::uint32_t cells) {
  return cells == 1 ? p.node_passage
                    : math::pow(double{p.node_passage}, static_cast<double>(cells));
}

}  // namespace metastasim::circulation
