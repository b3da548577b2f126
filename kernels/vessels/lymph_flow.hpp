#pragma once
#include "kernels/vessels/network.hpp"

namespace metastasim::vessels {

/// Lymph in each segment [nl/min], positive from its start to its end, when every included vessel
/// takes up as much per length; zero elsewhere, and where no way leads to a lymph port. Lymph takes
/// the shortest way to a port. An unbranched vessel carries, all along, what it receives at its
/// start and what it takes up itself: so cutting it into pieces changes nothing.
std::vector<double> lymph_flow(const Network& network, const std::vector<char>& included,
                               double uptake_nl_per_min_um);

}  // namespace metastasim::vessels
