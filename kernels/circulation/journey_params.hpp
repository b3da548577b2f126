#pragma once
#include <vector>

#include "kernels/param.hpp"

namespace metastasim::circulation {

/// The numbers of a journey; keys, ranges and sources stand in journey_params.cpp, the equations in
/// circulate.cu.
struct JourneyParams {
  float rupture_per_min, rupture_exponent, frailty_variance, repair_per_min, radial_factor;
  float slow_per_min, slow_exponent, apoptosis_per_min, apoptosis_delay_min;
  float heart_shear_pa, heart_ms, great_vessel_shear_pa, great_vessel_ms, body_shear_pa,
      lymph_shear_pa;
  float nk_per_min, nk_in_flow, nk_evasion_min, cover_min, cover_protection;
  float anoikis_half_min, anoikis_shape;
  float cluster_shear, cluster_nk, cluster_anoikis, split_per_min, split_exponent;
  float tension_mn_per_m, tension_spread, size_spread, viscosity_pa_s;
  float adhesion_pn, capture_per_min;
  float bed_radius_um, bed_radius_spread, bed_pressure_pa, bed_pressure_spread;
  float node_passage;
  float transmigration_min, transmigration_in_cluster;
};

std::vector<ParamSpec> journey_params();

/// What lymph spares a cell: there are none of the blood's NK cells in it.
inline JourneyParams in_lymph(JourneyParams params) {
  params.nk_per_min = 0;
  return params;
}

}  // namespace metastasim::circulation
