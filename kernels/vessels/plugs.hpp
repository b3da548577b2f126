#pragma once
#include "kernels/state/state.hpp"
#include "kernels/vessels/network.hpp"

namespace metastasim::vessels {

/// The vessels in which a cell, or a cluster, is stuck that is wider than they are. One that only sticks
/// to the wall leaves room beside it. Where a flow is imposed the blood finds its way, whatever pressure
/// that takes, so nothing plugs a network on which one is; nor is lymph stopped, which is prescribed.
class Plugs {
 public:
  explicit Plugs(const State& state);
  /// Whether they are others than at the last solve (segment::flow_status).
  bool moved(const VesselRange& site) const;
  /// Marks them in the network of a site.
  void close(Network& network, const VesselRange& site) const;

 private:
  std::vector<char> stuck_, was_;  ///< of segments
};

}  // namespace metastasim::vessels
