#pragma once
#include "tests/support/bench.hpp"

namespace metastasim::testing {

/// A vessel along z through the middle of voxel column (x, y).
struct StraightVessel {
  int x = 0, y = 0;
  float radius_um = 3, po2_mmhg = 60;
  int segments = 1;  ///< must divide the number of voxels along z
  float flow_nl_per_min = 0, haematocrit = 0.42f;
};

/// The only vessel of a state with one site: nodes, segments, edges, and a piece a voxel.
void lay(State& state, const StraightVessel& vessel);

/// Sets one parameter of a process, by key, for the first site or cell type.
void set(Parameters& parameters, const char* process, const char* key, double value);

}  // namespace metastasim::testing
