#pragma once
#include "kernels/state/state.hpp"
#include "kernels/vessels/network.hpp"

namespace metastasim::vessels {

/// Closes the vessels in which a cell, or a cluster, is stuck that is wider than they are. One that
/// only sticks to the wall leaves room beside it. Where a flow is imposed the blood finds its way,
/// whatever pressure that takes, so nothing plugs a network on which one is. Returns whether plugs are
/// others than at the last solve (segment::flow_status).
bool plug(Network& network, const State& state);

}  // namespace metastasim::vessels
