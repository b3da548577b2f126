#pragma once
// A tip branches when it is older than psi and more than n_b/c of the nine nodes around it are vessel:
// a new tip starts at a free one of them. (Published programs place it at any of the nine.)
#include "kernels/core/atomic.hpp"
#include "kernels/core/math.hpp"
#include "kernels/lattice/sprouts.hpp"

namespace metastasim::lattice::sprouts {

struct Branch {
  Plane plane;
  Tips tips;
  SproutingParams params;
  Chance chance;
  HD void operator()(std::uint32_t tip) const {
    tips.child[tip] = -1;
    if (tips.age[tip] == stopped) return;
    if (tips.age[tip] > params.branching_age) tips.child[tip] = place_for_branch(tip);
    tips.age[tip] = tips.child[tip] >= 0 ? 0 : tips.age[tip] + params.dt;
  }

 private:
  HD std::int32_t place_for_branch(std::uint32_t tip) const {
    std::int32_t free[9];
    int vessel = 0, places = 0;
    const int n = plane.nodes, x = tips.at[tip] % n, y = tips.at[tip] / n;
    for (int j = math::max(y - 1, 0); j <= math::min(y + 1, n - 1); ++j)
      for (int i = math::max(x - 1, 0); i <= math::min(x + 1, n - 1); ++i)
        if (plane.owner[j * n + i] != 0)
          ++vessel;
        else
          free[places++] = j * n + i;
    if (places == 0 || vessel <= params.branching_density / plane.factor[tips.at[tip]]) return -1;
    const double draw = chance.of(tip).uniform(place);
    return free[math::min(static_cast<int>(draw * places), places - 1)];
  }
};

/// Branches get their rows in the order of their mothers.
struct BeginBranch {
  Plane plane;
  Tips tips;
  std::uint32_t count;
  HD void operator()(std::int64_t i) const {
    const auto tip = static_cast<std::uint32_t>(i);
    const std::int32_t node = tips.child[tip];
    if (node < 0) return;
    std::uint32_t row = count;
    bool first = true;
    for (std::uint32_t other = 0; other < tip; ++other) {
      row += tips.child[other] >= 0 ? 1 : 0;
      first = first && tips.child[other] != node;
    }
    tips.at[row] = node;
    tips.age[row] = 0;
    if (first) plane.owner[node] = row + 1;
    atomic_add(tips.count, 1u);
  }
};

}  // namespace metastasim::lattice::sprouts
