#include "kernels/vessels/plugs.hpp"

#include <algorithm>
#include <set>

#include "kernels/circulation/arrest.hpp"
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

void add(Plug& plug, double bears_pa) {
  plug.hardest_pa = plug.units == 0 ? bears_pa : math::max(plug.hardest_pa, bears_pa);
  plug.weakest_pa = plug.units == 0 ? bears_pa : math::min(plug.weakest_pa, bears_pa);
  ++plug.units;
}

std::vector<Plug> stuck_in(const State& state) {
  const Table& t = state.travellers;
  const auto radius_um = state.vessels.segments.to_host(segment::radius);
  const auto kind = state.vessels.segments.to_host(segment::kind);
  const auto phase = t.to_host(traveller::phase);
  const auto place = t.to_host(traveller::place);
  const auto entry = t.to_host(traveller::entry);
  const auto size_um = t.to_host(traveller::cluster_size);
  const auto tension = t.to_host(traveller::cluster_tension);
  std::vector<Plug> out(radius_um.size());
  std::set<std::uint64_t> seen;  // the members of a cluster are one plug
  for (std::size_t i = 0; i < phase.size(); ++i) {
    const std::uint32_t s = place[i];
    if (static_cast<Phase>(phase[i]) != Phase::arrested || radius_um[s] >= size_um[i]) continue;
    if (kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic)) continue;
    if (seen.insert(entry[i]).second)
      add(out[s], circulation::entry_pressure_pa(tension[i], radius_um[s], size_um[i]));
  }
  return out;
}

}  // namespace

Plugs::Plugs(const State& state) : plugs_(stuck_in(state)) {
  const auto imposed = state.vessels.nodes.to_host(node::boundary);
  const auto flow = static_cast<std::uint8_t>(Boundary::flow);
  if (std::ranges::find(imposed, flow) != imposed.end()) {
    const std::vector<char> driven = driven_by_flow(network_of(state.vessels));
    for (std::size_t s = 0; s < plugs_.size(); ++s)
      if (driven[s]) plugs_[s] = {};
  }
  for (const std::uint8_t status : state.vessels.segments.to_host(segment::flow_status))
    was_.push_back(status == static_cast<std::uint8_t>(SegmentStatus::plugged));
}

bool Plugs::moved(const VesselRange& site) const {
  for (std::uint32_t s = site.first_segment; s < site.first_segment + site.segments; ++s)
    if ((plugs_[s].units > 0) != (was_[s] != 0)) return true;
  return false;
}

void Plugs::close(Network& network, const VesselRange& site) const {
  for (std::uint32_t s = 0; s < site.segments; ++s) {
    const std::size_t row = site.first_segment + s;
    network.segments[s].plugs = is_shut(row) ? plugs_[row].units : 0;
  }
}

/// In the precision in which the state keeps the pressure, so that `circulate` finds the same.
double Plugs::excess_pa(const FlowResult& flow, const VesselRange& site,
                        std::uint32_t segment) const {
  const Plug& plug = plugs_[site.first_segment + segment];
  return double{static_cast<float>(flow.plug_pressure_pa[segment] / plug.units)} - plug.hardest_pa;
}

bool Plugs::give_way(const FlowResult& flow, const VesselRange& site) {
  std::vector<std::pair<double, std::uint32_t>>
      over;  // the furthest beyond first; of equals, the lower row
  for (std::uint32_t s = 0; s < site.segments; ++s)
    if (is_shut(site.first_segment + s))
      if (const double excess = excess_pa(flow, site, s); excess > 0) over.emplace_back(-excess, s);
  std::ranges::sort(over);
  constexpr std::size_t for_one_more = 20;
  if (!over.empty()) over.resize(1 + (over.size() - 1) / for_one_more);
  for (const auto& [excess, s] : over) {
    Plug& plug = plugs_[site.first_segment + s];
    plug.gave_way = true;
    plug.bore_pa = flow.plug_pressure_pa[s] / plug.units;
  }
  return !over.empty();
}

void Plugs::tell(FlowResult& flow, const VesselRange& site) const {
  for (std::uint32_t s = 0; s < site.segments; ++s) {
    const Plug& plug = plugs_[site.first_segment + s];
    if (plug.units == 0) continue;
    double& pressure = flow.plug_pressure_pa[s];
    // the weakest of several may not leave the others behind
    pressure = plug.gave_way ? plug.bore_pa : math::min(pressure / plug.units, plug.weakest_pa);
  }
}

}  // namespace metastasim::vessels
