#include "kernels/vessels/plugs.hpp"

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

/// Rows of vessels in which something wider is stuck; one stands there as often as cells are.
std::vector<std::uint32_t> stuck_in(const Network& network, const Table& travellers) {
  const auto phase = travellers.to_host(traveller::phase);
  const auto place = travellers.to_host(traveller::place);
  const auto size_um = travellers.to_host(traveller::cluster_size);
  std::vector<std::uint32_t> rows;
  for (std::size_t t = 0; t < phase.size(); ++t)
    if (static_cast<Phase>(phase[t]) == Phase::arrested &&
        network.segments[place[t]].diameter_um < 2.0 * size_um[t])
      rows.push_back(place[t]);
  return rows;
}

}  // namespace

bool plug(Network& network, const State& state) {
  const std::vector<std::uint32_t> rows = stuck_in(network, state.travellers);
  if (!rows.empty()) {
    const std::vector<char> driven = driven_by_flow(network);
    for (const std::uint32_t row : rows) network.segments[row].plugged = !driven[row];
  }
  const auto status = state.vessels.segments.to_host(segment::flow_status);
  bool moved = false;
  for (std::size_t s = 0; s < status.size(); ++s) {
    const bool was = status[s] == static_cast<std::uint8_t>(SegmentStatus::plugged);
    moved = moved || was != network.segments[s].plugged;
  }
  return moved;
}

}  // namespace metastasim::vessels
