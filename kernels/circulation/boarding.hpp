#pragma once
#include "kernels/circulation/journey_params.hpp"
#include "kernels/circulation/unit.hpp"

/// What a cell is given when its journey begins.
namespace metastasim::circulation {

/// Gamma variate of mean 1 and variance 1 / shape (Marsaglia and Tsang 2000, doi
/// 10.1145/358407.358414); below shape 1 by their boost. A try fails in 5 % of cases at worst;
/// after 32 failures, which no run will see, the mean is taken.
HD inline double gamma_of_mean_one(const Draws& draws, double shape) {
  const double k = shape < 1 ? shape + 1 : shape;
  const double boost =
      shape < 1
          ? math::pow(draws.uniform(static_cast<std::uint16_t>(Draw::frailty_boost)), 1 / shape)
          : 1.0;
  const double d = k - 1.0 / 3, c = 1 / math::sqrt(9 * d);
  const auto first = static_cast<std::uint16_t>(Draw::frailty);
  for (int i = 0; i < 32; ++i) {
    const double x = draws.normal(static_cast<std::uint16_t>(first + 2 * i));
    const double u = draws.uniform(static_cast<std::uint16_t>(first + 2 * i + 1));
    const double v = math::cube(1 + c * x);
    if (v > 0 && math::log(u) < 0.5 * x * x + d - d * v + d * math::log(v))
      return d * v * boost / shape;
  }
  return 1;
}

/// A threshold that no hazard of zero ever reaches.
HD inline std::int64_t bears(double integral) {
  return math::max(std::int64_t{1}, as_hazard(integral));
}

/// Where the integral ln 2 (t / t_half)^q of anoikis reaches what the cell bears.
HD inline std::int64_t time_without_hold_us(const JourneyParams& p, double integral) {
  const double halves = math::pow(integral / 0.69314718055994530942, 1.0 / p.anoikis_shape);
  return math::max(std::int64_t{1},
                   math::to_int64(halves * p.anoikis_half_min * double{us_per_min}));
}

/// Anew for each journey; a death that an earlier one has settled stays settled.
HD inline Endurance endurance(const JourneyParams& p, const Draws& draws, std::int64_t late_us) {
  const auto exponential = [&draws](Draw d) {
    return draws.exponential(static_cast<std::uint16_t>(d));
  };
  return {0,
          bears(exponential(Draw::rupture)),
          bears(exponential(Draw::slow)),
          bears(exponential(Draw::late)),
          bears(exponential(Draw::immune)),
          time_without_hold_us(p, exponential(Draw::anoikis)),
          late_us};
}

/// Size, tension, frailty and how much of each hazard the cell will bear. A single cell knows with
/// that what narrow vessels will meet; members of a cluster are told when all have boarded.
HD inline void board(const JourneyParams& p, const JourneyDraws& draws, float radius_um, Unit& u) {
  const Draws own = draws.of_member(u);
  u.clock_us = u.entered_us;
  u.own_size =
      static_cast<float>(JourneyDraws::log_normal(own, Draw::size, radius_um, p.size_spread));
  u.own_tension = static_cast<float>(
      JourneyDraws::log_normal(own, Draw::tension, p.tension_mn_per_m, p.tension_spread));
  u.frailty = p.frailty_variance > 0
                  ? static_cast<float>(gamma_of_mean_one(own, 1.0 / p.frailty_variance))
                  : 1.0f;
  u.left = endurance(p, own, u.left.late_us);
  u.grip_left = as_hazard(draws.exponential(u, Draw::grip));
  u.split_left = bears(draws.exponential(u, Draw::split));
  if (u.in_company()) return;
  u.size = u.own_size;
  u.tension = u.own_tension;
}

}  // namespace metastasim::circulation
