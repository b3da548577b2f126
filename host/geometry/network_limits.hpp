#pragma once
#include "kernels/vessels/network.hpp"

/// Numbers that no vessel has and that would break a solve later: in the wrong unit, damaged, or per
/// cent for a fraction. A length of 0 passes: it can be merged away.
namespace metastasim::geometry {

/// What no vessel has, and what to write instead; readers that know the line tell it there.
std::vector<std::string> implausible(const vessels::NetworkSegment& segment);
std::vector<std::string> implausible(const vessels::BoundaryCondition& at, std::uint64_t node);

/// Throws InputError at the first.
void require_plausible(const vessels::Network& network);

}  // namespace metastasim::geometry
