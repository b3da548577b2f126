#pragma once
#include "host/sim/summary.hpp"

namespace metastasim {

/// What the counts of one run say about the number of colonies that such a run is to expect.
struct ExpectedColonies {
  double mean = 0;
  double low = 0, high = 0;  ///< 95 % of the posterior lie between
};

/// The cascade as a chain of stages, each judged by the run's own counts with Jeffreys' prior
/// (Jeffreys 1946, doi 10.1098/rspa.1946.0056; for shares: Brown, Cai and DasGupta 2001, doi
/// 10.1214/ss/1009213286):
///   expected = entries . P(leaves a vessel) . P(family grows) . P(growing family founds a colony)
///   entries ~ Gamma(n + 1/2)        P ~ Beta(yes + 1/2, no + 1/2)
/// Cells still on their journey have not decided the second, families that grow but have not
/// divided twice not the fourth. Sleepers count as families that do not grow: what wakes later is
/// another run's to tell. So a run without a single colony still has an expectation, and zero is in
/// its reach.
ExpectedColonies expected_colonies(const Funnel& funnel);

}  // namespace metastasim
