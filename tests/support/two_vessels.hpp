#pragma once
#include <functional>

#include "kernels/state/state.hpp"
#include "tests/support/bench.hpp"

/// A small world for growing vessels: two parallel vessels without a connection, the one at a
/// higher pressure than the other, and VEGF as the test wants it.
namespace metastasim::testing {

struct TwoVessels {
  int pieces = 8;  ///< segments of each
  float high_y_um = 60, low_y_um = 260;
  double high_mmhg = 40, low_mmhg = 15, drop_mmhg = 5;
};

/// A block of 320 um with both vessels along x at z = 160 um; the flow is solved.
State with_two_vessels(const TwoVessels& vessels = {});
/// Adds them to a site; what follows from the topology is the caller's (rebuild_vessel_geometry).
void add_two_vessels(State& state, Site& site, const TwoVessels& vessels);

/// VEGF [nM] of a place in um.
void set_vegf(Site& site, const std::function<float(float x, float y, float z)>& nm);

}  // namespace metastasim::testing
