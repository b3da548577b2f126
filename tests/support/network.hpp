#pragma once
#include <vector>

#include "kernels/state/state.hpp"

/// Hand-made vessels for tests: nodes and segments with flow and shear given, not solved.
namespace metastasim::testing {

struct PlacedNode {
  float x_um, y_um, z_um;
  Port port = Port::none;
};
struct PlacedSegment {
  std::int32_t from, to;
  float radius_um;
  float flow_nl_per_min;
  float wall_shear_pa = 0;
  float plug_pressure_pa = 0;
  VesselKind kind = VesselKind::capillary;
};

/// Appends nodes and segments (numbered within this call) to a site, with the edges at each node
/// and the pieces in each voxel.
void lay_vessels(State& state, Site& site, const std::vector<PlacedNode>& nodes,
                 const std::vector<PlacedSegment>& segments);
/// The same with each of the vessels cut into as many segments of one length.
void lay_in_pieces(State& state, Site& site, const std::vector<PlacedNode>& ends,
                   const std::vector<PlacedSegment>& vessels, int pieces);

}  // namespace metastasim::testing
