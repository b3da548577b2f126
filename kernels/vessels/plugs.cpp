#include "kernels/vessels/plugs.hpp"

#include <algorithm>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::vessels {

namespace {

/// True for each segment that hangs together with a node on which a flow is imposed.
std::vector<char> driven_by_flow(const Network& network) {
  const std::vector<int> component = components(network);
  std::vector<char> driven(component.size());
  for (const BoundaryCondition& b : network.boundary)
    if (b.kind == Boundary::flow && b.value != 0) driven[component[b.node]] = 1;
  std::vector<char> out;
  for (const NetworkSegment& s : network.segments) out.push_back(driven[component[s.from]]);
  return out;
}

std::vector<char> stuck_in(const State& state) {
  const auto radius_um = state.vessels.segments.to_host(segment::radius);
  const auto kind = state.vessels.segments.to_host(segment::kind);
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto place = state.travellers.to_host(traveller::place);
  const auto size_um = state.travellers.to_host(traveller::cluster_size);
  std::vector<char> out(radius_um.size());
  for (std::size_t t = 0; t < phase.size(); ++t)
    if (static_cast<Phase>(phase[t]) == Phase::arrested && radius_um[place[t]] < size_um[t])
      out[place[t]] = kind[place[t]] != static_cast<std::uint8_t>(VesselKind::lymphatic);
  return out;
}

}  // namespace

Plugs::Plugs(const State& state) : stuck_(stuck_in(state)) {
  const auto imposed = state.vessels.nodes.to_host(node::boundary);
  const auto flow = static_cast<std::uint8_t>(Boundary::flow);
  if (std::ranges::find(imposed, flow) != imposed.end()) {
    const std::vector<char> driven = driven_by_flow(network_of(state.vessels));
    for (std::size_t s = 0; s < stuck_.size(); ++s) stuck_[s] = stuck_[s] && !driven[s];
  }
  for (const std::uint8_t status : state.vessels.segments.to_host(segment::flow_status))
    was_.push_back(status == static_cast<std::uint8_t>(SegmentStatus::plugged));
}

bool Plugs::moved(const VesselRange& site) const {
  const auto first = static_cast<std::ptrdiff_t>(site.first_segment);
  return !std::equal(stuck_.begin() + first, stuck_.begin() + first + site.segments,
                     was_.begin() + first);
}

void Plugs::close(Network& network, const VesselRange& site) const {
  for (std::uint32_t s = 0; s < site.segments; ++s)
    network.segments[s].plugged = stuck_[site.first_segment + s];
}

}  // namespace metastasim::vessels
