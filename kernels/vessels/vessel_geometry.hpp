#pragma once
#include "kernels/state/state.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::vessels {

/// Appends a network to the vessels of a site that has none yet; boundary nodes become ports
/// (arterial where blood enters by these laws, venous where it leaves) unless the network says what
/// they are. The flow is due then.
/// Throws InputError where a node lies outside the site's block. Call rebuild_vessel_geometry after
/// the last one.
void add_network(State& state, Device& device, SiteId site, const Network& network,
                 const FlowOptions& laws = {});

/// What follows from topology and grid: the segments at each node, and the pieces into which voxels
/// cut the vessels (VesselPieces). After set-up and after a restart.
void rebuild_vessel_geometry(State& state, Device& device);

/// The part of a straight segment inside one voxel: middle and length as fractions of the segment.
struct VesselPiece {
  std::int64_t voxel;  ///< Grid::number
  double middle, share;
};
/// All parts inside the grid, from start to end. Positions in 2^-16 um.
std::vector<VesselPiece> pieces_of(const Grid& grid, Position from, Position to);

}  // namespace metastasim::vessels
