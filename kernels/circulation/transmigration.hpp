#pragma once
#include "kernels/circulation/journey_params.hpp"
#include "kernels/circulation/unit.hpp"

/// How long a cell that has stopped takes to get out through the wall:
///
///   wait ~ Erlang(4, mean t):   t/4 times the sum of four Exp(1)
///
///   t   mean time to transmigrate   [min]   most cells between 6 and 24 h in vitro (Chen 2013, doi
///       10.1039/c3ib40149a; recalled): Erlang of shape 4 and mean 12 h puts 81 % of them there
///   Clusters take c t instead (Chen 2013: faster than single cells; the factor c is assumed). All
///   members leave together: the draw is the cluster's.
/// The wait is a draw of the arrest (its hop). Who is left alone by the others takes a single cell's time
/// from the arrest on.
namespace metastasim::circulation {

HD inline std::int64_t transmigration_us(const JourneyParams& p, const Draws& draws,
                                         bool in_company) {
  constexpr std::uint16_t shape = 4;
  double product = 1;
  for (std::uint16_t i = 0; i < shape; ++i) product *= draws.uniform(i);
  const double mean_min = p.transmigration_min * (in_company ? p.transmigration_in_cluster : 1.0f);
  return math::max(std::int64_t{1},
                   math::to_int64(-math::log(product) * mean_min / shape * us_per_min));
}

/// When the unit, which has stopped, will be out of its vessel if it lives.
HD inline std::int64_t out_at_us(const JourneyParams& p, const JourneyDraws& draws, const Unit& u) {
  return u.arrested_us + transmigration_us(p, draws.of_wait(u), u.in_company());
}

}  // namespace metastasim::circulation
