#pragma once
#include "host/sim/summary.hpp"

namespace metastasim {

/// How many colonies a run like this one is to expect by the time that it has reached.
struct ExpectedColonies {
  double mean = 0;           ///< best guess: as many as this run has
  double low = 0, high = 0;  ///< 95 % limits
};

/// From one run alone, whose vessels are laid out as they are: runs with other layouts scatter more
/// than these limits say, and only several runs tell by how much.
///
/// One run gives one count C: families alive now with two divisions behind them. A family is
/// founded by what leaves a vessel at once, a cell or a cluster. Families decide apart from each
/// other and few of many entries found a colony, so counts in the same vessels
/// scatter as Poisson's, and the exact limits hold (Garwood 1936, doi 10.1093/biomet/28.3-4.437):
///   P(count >= C | low) = 0.025      P(count <= C | high) = 0.025      low = 0 where C = 0
/// Shares of the stages before add nothing: they nest, so that those of the run's own counts
/// multiply back to C (cells entered . left a vessel / entered . founders of colonies / left).
/// Who travels, sleeps or grows now has founded none by now and may found one later: the horizon
/// is now, and nothing is told beyond. Not in it: organs without tissue of their own.
/// @param colonies  Funnel::colonies
ExpectedColonies expected_colonies(std::uint64_t colonies);

}  // namespace metastasim
