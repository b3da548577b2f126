#pragma once
#include <array>
#include <utility>
#include <vector>

namespace metastasim::vessels {

/// Unknowns that a symmetric matrix couples, and where in space they lie.
struct Coupling {
  std::vector<std::array<double, 3>> places;
  std::vector<std::pair<int, int>> pairs;
};

/// Above so many unknowns an elimination by places fills less than one by degrees.
constexpr std::size_t least_dissected = 5000;

/// The unknowns in an order that keeps the factor of the matrix sparse. Small systems: approximate
/// minimum degree (Amestoy, Davis, Duff 1996). Large ones: nested dissection by planes (George
/// 1973), halves first, what holds them together last.
std::vector<int> elimination_order(const Coupling& coupling);

}  // namespace metastasim::vessels
