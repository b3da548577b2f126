#pragma once
#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Throws InputError at the first number that no vessel has and that would break a solve later: in
/// the wrong unit, damaged, or per cent for a fraction. A length of 0 passes: it can be merged away.
void require_plausible(const vessels::Network& network);

}  // namespace metastasim::geometry
