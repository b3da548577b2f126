#pragma once
#include "kernels/circulation/journey_params.hpp"
#include "kernels/circulation/unit.hpp"
#include "kernels/core/math.hpp"

/// What kills on the way; the equations stand in circulate.cu.
namespace metastasim::circulation {

/// A stretch of time as a traveller feels it.
struct Stretch {
  std::int64_t us;
  double shear_pa;  ///< less than in the stream for members of a cluster
  bool stopped;
};

/// What a stretch does: damage as it stands at its end, the others as integrals over it.
struct Harm {
  double damage = 0, slow = 0, immune = 0;
  std::int64_t without_hold_us = 0;
  bool late = false;  ///< an earlier stretch kills now
};

HD inline double rupture_rate_per_us(const JourneyParams& p, double shear_pa, double frailty) {
  if (p.rupture_per_min <= 0 || shear_pa <= 0) return 0;
  return frailty * p.rupture_per_min * math::pow(shear_pa / 100.0, double{p.rupture_exponent}) /
         us_per_min;
}

/// Slow loss and late loss, whose rates at 6 Pa differ.
HD inline double slow_rate_per_us(const JourneyParams& p, double per_min_at_6_pa, double shear_pa) {
  if (per_min_at_6_pa <= 0 || shear_pa <= 0) return 0;
  return per_min_at_6_pa * math::pow(shear_pa / 6.0, double{p.slow_exponent}) / us_per_min;
}

/// The membrane's damage after a stretch: dD/dt = rate - k D, exactly. It grows towards rate / k or
/// falls to it, so whether it reaches a threshold is decided at the end.
HD inline double damage_after(const JourneyParams& p, const Unit& u, const Stretch& t) {
  const double before = from_hazard(u.left.damage), dt = static_cast<double>(t.us);
  const double rate = rupture_rate_per_us(p, t.shear_pa, u.frailty);
  if (rate == 0 && before == 0) return 0;
  const double repair = p.repair_per_min / us_per_min;
  if (repair <= 0) return before + rate * dt;
  const double healed = -math::expm1(-repair * dt);
  return before + (rate / repair - before) * healed;
}

/// Integral of exp(-t / tau) from a to b.
HD inline double decaying(double a, double b, double tau) {
  return tau * math::exp(-a / tau) * (1 - math::exp(-(b - a) / tau));
}

/// Integral of the immune hazard between two times since it came into blood, in minutes.
HD inline double immune_harm(const JourneyParams& p, double from_min, double to_min, bool stopped) {
  const double rate = stopped ? p.nk_per_min : p.nk_per_min * p.nk_in_flow;
  if (rate <= 0) return 0;
  const double evasion = p.nk_evasion_min, cover = p.cover_min;
  const double both = evasion * cover / (evasion + cover);
  return rate * ((1 - p.cover_protection) * decaying(from_min, to_min, evasion) +
                 p.cover_protection * decaying(from_min, to_min, both));
}

/// Neighbours are a hold: time passes more slowly for anoikis in a cluster.
HD inline std::int64_t without_hold_us(const JourneyParams& p, const Unit& u, std::int64_t us) {
  if (!u.in_company()) return us;
  return math::to_int64(math::round_to_nearest(static_cast<double>(us) * p.cluster_anoikis));
}

HD inline Harm shear_harm(const JourneyParams& p, const Unit& u, const Stretch& t) {
  Harm harm;
  harm.damage = damage_after(p, u, t);
  harm.slow = slow_rate_per_us(p, p.slow_per_min, t.shear_pa) * static_cast<double>(t.us);
  return harm;
}

HD inline Harm harm_of(const JourneyParams& p, const Unit& u, const Stretch& t) {
  Harm harm = shear_harm(p, u, t);
  const double age_min = static_cast<double>(u.clock_us - u.in_blood_us) / us_per_min;
  const double dt_min = static_cast<double>(t.us) / us_per_min;
  const double seen = u.in_company() ? p.cluster_nk : 1.0f;
  harm.immune = seen * immune_harm(p, age_min, age_min + dt_min, t.stopped);
  harm.without_hold_us = without_hold_us(p, u, t.us);
  harm.late = u.left.late_us > 0 && u.clock_us + t.us >= u.left.late_us;
  return harm;
}

/// What, if anything, this harm kills of.
HD inline Death killed_by(const Unit& u, const Harm& harm) {
  if (as_hazard(harm.damage) >= u.left.rupture_at || harm.late) return Death::shear;
  if (as_hazard(harm.slow) >= u.left.slow) return Death::shear;
  if (as_hazard(harm.immune) >= u.left.immune) return Death::immune;
  return harm.without_hold_us >= u.left.anoikis_us ? Death::anoikis : Death::none;
}

HD inline void suffer(Unit& u, const Harm& harm) {
  u.death = killed_by(u, harm);
  u.left.damage = as_hazard(harm.damage);
  u.left.slow -= as_hazard(harm.slow);
  u.left.immune -= as_hazard(harm.immune);
  u.left.anoikis_us -= harm.without_hold_us;
}

/// The microsecond, at most as late as the stretch is long, in which the unit dies; by bisection.
HD inline std::int64_t dies_after_us(const JourneyParams& p, const Unit& u, const Stretch& t) {
  std::int64_t alive = 0, dead = t.us;
  while (dead - alive > 1) {
    const std::int64_t middle = alive + (dead - alive) / 2;
    const bool lives = killed_by(u, harm_of(p, u, {middle, t.shear_pa, t.stopped})) == Death::none;
    (lives ? alive : dead) = middle;
  }
  return dead;
}

HD inline void note_shear(Unit& u, const Stretch& t) {
  u.shear_dose += math::to_int64(t.shear_pa * static_cast<double>(t.us));
  u.peak_shear = math::max(u.peak_shear, static_cast<float>(t.shear_pa));
}

/// Counts down to the moment in which a later death is settled; returns how much of the stretch
/// comes before it.
HD inline std::int64_t settle_late_loss(const JourneyParams& p, Unit& u, const Stretch& t) {
  const double rate = slow_rate_per_us(p, p.apoptosis_per_min, t.shear_pa);
  if (u.left.late_us > 0 || rate == 0) return t.us;
  const double harm = rate * static_cast<double>(t.us), left = from_hazard(u.left.late);
  if (harm < left) {
    u.left.late -= as_hazard(harm);
    return t.us;
  }
  const std::int64_t before = math::min(t.us, math::to_int64(left / rate));
  const double delay_us = double{us_per_min} * p.apoptosis_delay_min;
  u.left.late_us = u.clock_us + before + math::max(std::int64_t{1}, math::to_int64(delay_us));
  return before;
}

HD inline void spend(const JourneyParams& p, Unit& u, Stretch t) {
  if (t.us <= 0 || !u.alive()) return;
  Harm harm = harm_of(p, u, t);
  if (killed_by(u, harm) != Death::none) {
    t.us = dies_after_us(p, u, t);
    harm = harm_of(p, u, t);
  }
  suffer(u, harm);
  u.clock_us += t.us;
  if (!t.stopped) u.stream_us += t.us;
  note_shear(u, t);
}

/// How much of the shear in the stream the cell feels: neighbours shield it.
HD inline double felt_share(const JourneyParams& p, const Unit& u) {
  return u.in_company() ? p.cluster_shear : 1.0f;
}

/// How fast shear wears the bonds of a cluster; the same for all members.
HD inline double wear_per_us(const JourneyParams& p, const Unit& u, double shear_pa) {
  if (!u.in_company() || p.split_per_min <= 0 || shear_pa <= 0) return 0;
  return p.split_per_min * math::pow(shear_pa / 100.0, double{p.split_exponent}) / us_per_min;
}

/// The microsecond, at most as late as the stretch is long, in which the bonds of a cluster give way; by
/// bisection. Nobody is moved past it.
HD inline std::int64_t bonds_hold_us(const JourneyParams& p, const Unit& u, std::int64_t dt_us,
                                     double wall_shear_pa) {
  const double wear = wear_per_us(p, u, wall_shear_pa * p.radial_factor);
  const auto worn = [&](std::int64_t us) {
    return as_hazard(wear * static_cast<double>(us)) >= u.split_left;
  };
  if (wear == 0 || dt_us <= 0 || !worn(dt_us)) return dt_us;
  std::int64_t hold = 0, fail = dt_us;
  while (fail - hold > 1) {
    const std::int64_t middle = hold + (fail - hold) / 2;
    (worn(middle) ? fail : hold) = middle;
  }
  return fail;
}

HD inline void wear_bonds(const JourneyParams& p, Unit& u, double us, double shear_pa) {
  if (u.split_left <= 0) return;
  u.split_left -= as_hazard(wear_per_us(p, u, shear_pa) * us);
}

/// Time passes for a unit that is carried along or stopped.
HD inline void pass_time(const JourneyParams& p, Unit& u, std::int64_t dt_us, double shear_pa,
                         bool stopped) {
  if (dt_us <= 0) return;
  const double in_stream_pa = shear_pa * p.radial_factor;
  wear_bonds(p, u, static_cast<double>(dt_us), in_stream_pa);
  const Stretch all{dt_us, in_stream_pa * felt_share(p, u), stopped};
  const std::int64_t before = settle_late_loss(p, u, all);
  spend(p, u, {before, all.shear_pa, stopped});
  spend(p, u, {dt_us - before, all.shear_pa, stopped});
}

/// A short impulse of high shear, outside the clock: a passage of the heart or the great vessels.
HD inline void pass_impulse(const JourneyParams& p, Unit& u, double shear_pa, double ms) {
  wear_bonds(p, u, 1000 * ms, shear_pa);
  const Stretch t{math::to_int64(1000 * ms), shear_pa * felt_share(p, u), false};
  settle_late_loss(p, u, t);
  suffer(u, shear_harm(p, u, t));
  note_shear(u, t);
}

}  // namespace metastasim::circulation
