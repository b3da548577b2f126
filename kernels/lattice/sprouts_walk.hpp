#pragma once
// Where tips go, and who is stopped on the way.
//
// The walk is the upwind form of Nardini et al. 2021 (doi 10.1371/journal.pcbi.1009094) with constant
// chi: along each axis, with the slopes g- and g+ to the low and high neighbour (in k/h^2),
//   chemotaxis up the slope:  P_high += chi g+, P_stay -= chi g-  where g- + g+ > 0
//                             P_low  -= chi g-, P_stay += chi g+  where it is negative
//   haptotaxis the other way round: it holds a tip back (rho f rises toward the parent vessel)
//                             P_low  -= rho g+, P_stay += rho g-  and  P_high += rho g-, P_stay -= rho g+
// and k D/h^2 to each side. They add up to about 1; a draw picks within their sum, in the order stay,
// right, left, up, down. At a border both slopes are the inner one.
// A tip that steps onto the vessel of another active sprout stops there (anastomosis). Older sprouts go
// first.
#include "kernels/core/math.hpp"
#include "kernels/lattice/sprouts.hpp"

namespace metastasim::lattice::sprouts {

/// Slopes of a field along an axis, times h.
struct Slopes {
  double low, high;
};
HD inline Slopes slopes(const double* field, int node, int at, int n, int stride) {
  const double here = field[node];
  const double low = at > 0 ? here - field[node - stride] : field[node + stride] - here;
  const double high = at < n - 1 ? field[node + stride] - here : low;
  return {at > 0 ? low : high, high};
}

/// Stay, right, left, up, down.
struct Ways {
  double p[5];
  HD double sum() const { return p[0] + p[1] + p[2] + p[3] + p[4]; }
};

struct Choose {
  Plane plane;
  Tips tips;
  SproutingParams params;
  Chance chance;
  HD void operator()(std::uint32_t tip) const {
    const int here = tips.at[tip];
    tips.target[tip] = tips.age[tip] == stopped ? here : beyond(here, drawn(ways(here), tip));
  }

 private:
  HD Ways ways(int node) const {
    const double rate = params.dt / (spacing * spacing), spread = rate * params.diffusion;
    Ways w{{1 - 4 * spread, spread, spread, spread, spread}};
    const int n = plane.nodes, at[] = {node % n, node / n}, stride[] = {1, n};
    for (int axis = 0; axis < 2; ++axis) {
      climb(w, axis, slopes(plane.factor, node, at[axis], n, stride[axis]),
            rate * params.chemotaxis);
      hold_back(w, axis, slopes(plane.fibronectin, node, at[axis], n, stride[axis]),
                rate * params.haptotaxis);
    }
    return w;
  }
  HD static void climb(Ways& w, int axis, Slopes g, double strength) {
    if (g.low + g.high > 0) {
      w.p[0] -= strength * g.low;
      w.p[1 + 2 * axis] += strength * g.high;
    } else if (g.low + g.high < 0) {
      w.p[0] += strength * g.high;
      w.p[2 + 2 * axis] -= strength * g.low;
    }
  }
  HD static void hold_back(Ways& w, int axis, Slopes g, double strength) {
    if (g.low + g.high > 0) {
      w.p[0] += strength * g.low;
      w.p[2 + 2 * axis] -= strength * g.high;
    } else if (g.low + g.high < 0) {
      w.p[0] -= strength * g.high;
      w.p[1 + 2 * axis] += strength * g.low;
    }
  }
  HD int drawn(const Ways& w, std::uint32_t tip) const {
    const double draw = chance.of(tip).uniform(way) * w.sum();
    double sum = 0;
    for (int k = 0; k < 4; ++k) {
      sum += w.p[k];
      if (draw < sum) return k;
    }
    return 4;
  }
  HD int beyond(int node, int k) const {
    const int n = plane.nodes, x = node % n, y = node / n;
    if (k == 1 && x < n - 1) return node + 1;
    if (k == 2 && x > 0) return node - 1;
    if (k == 3 && y < n - 1) return node + n;
    if (k == 4 && y > 0) return node - n;
    return node;
  }
};

/// One row moves all tips, one after another: as in published programs, of two that meet in a step
/// only the one that comes second stops. Tips are few.
struct StepInOrder {
  Plane plane;
  Tips tips;
  HD void operator()(std::int64_t) const {
    for (std::uint32_t tip = 0; tip < *tips.count; ++tip) {
      step(tip);
      tips.slot[tip] = plane.tips_here[tips.at[tip]]++;
    }
  }

 private:
  HD void step(std::uint32_t tip) const {
    const std::int32_t to = tips.target[tip];
    if (to == tips.at[tip]) return;
    tips.at[tip] = to;
    if (meets_vessel(tip, plane.owner[to]))
      tips.age[tip] = stopped;
    else
      plane.owner[to] = tip + 1;
  }
  HD bool meets_vessel(std::uint32_t tip, std::uint32_t owner) const {
    return owner != 0 && owner != tip + 1 && tips.age[owner - 1] != stopped;
  }
};

}  // namespace metastasim::lattice::sprouts
