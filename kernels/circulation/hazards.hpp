#pragma once
#include "kernels/circulation/journey_params.hpp"
#include "kernels/circulation/unit.hpp"
#include "kernels/core/math.hpp"

/// What kills on the way; the equations stand in circulate.cu.
namespace metastasim::circulation {

/// Integrals over a stretch of time, dimensionless.
struct Harm {
  double rupture = 0, slow = 0, immune = 0, anoikis = 0;
};

HD inline double rupture_rate_per_us(const JourneyParams& p, double shear_pa, double frailty) {
  if (p.rupture_per_min <= 0) return 0;
  return frailty * p.rupture_per_min * math::pow(shear_pa / 100.0, double{p.rupture_exponent}) /
         us_per_min;
}
HD inline double slow_rate_per_us(const JourneyParams& p, double shear_pa) {
  if (p.slow_per_min <= 0) return 0;
  return p.slow_per_min * math::pow(shear_pa / 6.0, double{p.slow_exponent}) / us_per_min;
}

/// Integral of exp(-t / tau) from a to b.
HD inline double decaying(double a, double b, double tau) {
  return tau * math::exp(-a / tau) * (1 - math::exp(-(b - a) / tau));
}

/// Integral of the immune hazard between two ages in the stream, in minutes.
HD inline double immune_harm(const JourneyParams& p, double from_min, double to_min, bool stopped) {
  const double rate = stopped ? p.nk_per_min : p.nk_per_min * p.nk_in_flow;
  if (rate <= 0) return 0;
  const double evasion = p.nk_evasion_min, cover = p.cover_min;
  const double both = evasion * cover / (evasion + cover);
  return rate * ((1 - p.cover_protection) * decaying(from_min, to_min, evasion) +
                 p.cover_protection * decaying(from_min, to_min, both));
}

/// Harm of dt_us under one wall shear stress, whether carried along or stopped.
HD inline Harm harm_of(const JourneyParams& p, const Unit& u, std::int64_t dt_us, double shear_pa,
                       bool stopped) {
  const double dt = static_cast<double>(dt_us);
  const double age_min = static_cast<double>(u.clock_us - u.entered_us) / us_per_min;
  Harm harm;
  if (shear_pa > 0) {
    harm.rupture = rupture_rate_per_us(p, shear_pa, u.frailty) * dt;
    harm.slow = slow_rate_per_us(p, shear_pa) * dt;
  }
  harm.immune = immune_harm(p, age_min, age_min + dt / us_per_min, stopped);
  harm.anoikis =
      0.69314718055994530942 / (static_cast<double>(p.anoikis_half_min) * us_per_min) * dt;
  return harm;
}

/// What, if anything, this harm kills of.
HD inline Death killed_by(const Unit& u, const Harm& harm) {
  if (as_hazard(harm.rupture) >= u.left.rupture) return Death::shear;
  if (as_hazard(harm.slow) >= u.left.slow) return Death::shear;
  if (as_hazard(harm.immune) >= u.left.immune) return Death::immune;
  return as_hazard(harm.anoikis) >= u.left.anoikis ? Death::anoikis : Death::none;
}

HD inline void suffer(Unit& u, const Harm& harm) {
  u.death = killed_by(u, harm);
  u.left.rupture -= as_hazard(harm.rupture);
  u.left.slow -= as_hazard(harm.slow);
  u.left.immune -= as_hazard(harm.immune);
  u.left.anoikis -= as_hazard(harm.anoikis);
}

/// The microsecond, at most dt_us from now, in which the unit dies; by bisection.
HD inline std::int64_t dies_after_us(const JourneyParams& p, const Unit& u, std::int64_t dt_us,
                                     double shear_pa, bool stopped) {
  std::int64_t alive = 0, dead = dt_us;
  while (dead - alive > 1) {
    const std::int64_t middle = alive + (dead - alive) / 2;
    const bool lives = killed_by(u, harm_of(p, u, middle, shear_pa, stopped)) == Death::none;
    (lives ? alive : dead) = middle;
  }
  return dead;
}

/// Time passes for a unit that is carried along or stopped.
HD inline void pass_time(const JourneyParams& p, Unit& u, std::int64_t dt_us, double shear_pa,
                         bool stopped) {
  if (dt_us <= 0) return;
  const double felt = shear_pa * p.radial_factor;
  std::int64_t spent = dt_us;
  Harm harm = harm_of(p, u, dt_us, felt, stopped);
  if (killed_by(u, harm) != Death::none) {
    spent = dies_after_us(p, u, dt_us, felt, stopped);
    harm = harm_of(p, u, spent, felt, stopped);
  }
  suffer(u, harm);
  u.clock_us += spent;
  if (!stopped) u.stream_us += spent;
  u.shear_dose += math::to_int64(felt * static_cast<double>(spent));
  u.peak_shear = math::max(u.peak_shear, static_cast<float>(felt));
}

/// A passage of the heart: a short impulse of high shear, outside the clock.
HD inline void pass_heart(const JourneyParams& p, Unit& u) {
  const double us = 1000.0 * p.heart_ms;
  Harm harm;
  harm.rupture = rupture_rate_per_us(p, p.heart_shear_pa, u.frailty) * us;
  suffer(u, harm);
  u.shear_dose += math::to_int64(p.heart_shear_pa * us);
  u.peak_shear = math::max(u.peak_shear, p.heart_shear_pa);
}

}  // namespace metastasim::circulation
