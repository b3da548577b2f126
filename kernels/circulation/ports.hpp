#pragma once
#include "kernels/state/body.hpp"
#include "kernels/state/vessels.hpp"

namespace metastasim::circulation {

/// Lists the nodes at which the vessels of each site are cut by its faces: where travellers come in
/// and go out. Does nothing while the number of nodes is what it was.
void connect_ports(Body& body, const Vessels& vessels);

}  // namespace metastasim::circulation
