#pragma once
#include "kernels/state/state.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::vessels {

/// What is stuck in one vessel, one behind the other: cells, or clusters, that are wider than it is.
struct Plug {
  int units = 0;          ///< cells and clusters
  double hardest_pa = 0;  ///< what pushes the last of them through, and the first
  double weakest_pa = 0;
  bool gave_way = false;
  double bore_pa = 0;  ///< what stood across each as it did
};

/// The vessels in which something is stuck. A cell that only sticks to the wall leaves room beside it.
/// Where a flow is imposed the blood finds its way, whatever pressure that takes, so nothing plugs a
/// network on which one is; nor is lymph stopped, which is prescribed.
///
/// Which plugs give way is settled together with the flow: where all ways are plugged each bears all the
/// pressure, but the first that opens relieves the others.
class Plugs {
 public:
  explicit Plugs(const State& state);
  /// Whether they are others than at the last solve (segment::flow_status).
  bool moved(const VesselRange& site) const;
  /// Marks those that have not given way in the network of a site.
  void close(Network& network, const VesselRange& site) const;
  /// Of those under more pressure than they bear, the one that is furthest beyond gives way, and with it
  /// one of every further twenty. Whether any did.
  bool give_way(const FlowResult& flow, const VesselRange& site);
  /// Plug pressures by which `circulate` moves the cells that gave way, and no other.
  void tell(FlowResult& flow, const VesselRange& site) const;

 private:
  bool is_shut(std::size_t segment) const {
    return plugs_[segment].units > 0 && !plugs_[segment].gave_way;
  }
  double excess_pa(const FlowResult& flow, const VesselRange& site, std::uint32_t segment) const;

  std::vector<Plug> plugs_;  ///< of segments
  std::vector<char> was_;
};

}  // namespace metastasim::vessels
