#pragma once
#include "host/geometry/capillary_mesh.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::geometry {

/// The part of a network inside the box from `low` to `high`, moved so that `low` is the origin.
/// A vessel cut by a face ends there in a node on which the pressure is imposed that the whole
/// network has at that place, with the vessel's haematocrit: nothing inside notices the cut. Throws
/// InputError where the box holds no vessel.
vessels::Network cropped(const vessels::Network& whole, const vessels::FlowOptions& options,
                         const Point& low, const Point& high);

/// Whether any part of a vessel lies in the block from the origin to `block_um`.
bool reaches(const vessels::Network& network, const Point& block_um);

/// True where every node lies in the block from the origin to `block_um`.
bool fits(const vessels::Network& network, const Point& block_um);

}  // namespace metastasim::geometry
