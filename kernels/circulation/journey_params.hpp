#pragma once

namespace metastasim::circulation {

/// The numbers of a journey; keys, ranges and sources stand in circulate.cu.
struct JourneyParams {
  float rupture_per_min, rupture_exponent, frailty_variance, radial_factor;
  float slow_per_min, slow_exponent;
  float heart_shear_pa, heart_ms, body_shear_pa;
  float nk_per_min, nk_in_flow, nk_evasion_min, cover_min, cover_protection;
  float anoikis_half_min;
  float tension_mn_per_m, tension_spread, size_spread, viscosity_pa_s;
  float adhesion_pn, capture_per_min;
  float bed_radius_um, bed_radius_spread, bed_pressure_pa, bed_pressure_spread;
  float node_passage;
};

}  // namespace metastasim::circulation
