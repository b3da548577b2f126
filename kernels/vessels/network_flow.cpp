#include "kernels/vessels/network_flow.hpp"

#include <cmath>

#include "kernels/vessels/flow_iteration.hpp"

namespace metastasim::vessels {

namespace {

/// What an iteration has found, told of nodes and segments.
class FlowReport {
 public:
  FlowReport(const Network& network, const FlowOptions& options, FlowIteration& iteration,
             const FlowStart& start)
      : network_(network),
        options_(options),
        iteration_(iteration),
        chains_(iteration.chains()),
        found_(iteration.run(start)) {}

  FlowResult tell();

 private:
  void tell_chain(int chain, double plug_mmhg, FlowResult& out) const;
  SegmentStatus status_of(int chain, bool converged) const;
  void tell_plug(int segment, double drop_mmhg, FlowResult& out) const;
  void tell_still(FlowResult& out) const;
  std::vector<double> plug_pressures() const;
  double pressure_range() const;
  bool is_balanced() const { return found_.now.imbalance <= most_imbalance; }

  const Network& network_;
  const FlowOptions& options_;
  FlowIteration& iteration_;
  const Chains& chains_;
  const FlowState& found_;
};

double FlowReport::pressure_range() const {
  double low = INFINITY, high = -INFINITY;
  for (int node : chains_.from) {
    low = math::min(low, found_.now.node_mmhg[node]);
    high = math::max(high, found_.now.node_mmhg[node]);
  }
  for (int node : chains_.to) {
    low = math::min(low, found_.now.node_mmhg[node]);
    high = math::max(high, found_.now.node_mmhg[node]);
  }
  return high - low;
}

/// Thevenin: without the chain, its ends differ by dp / (1 - g R), R the resistance between them
/// with the chain in place. Where the chain carries all of an imposed flow that would be infinite;
/// no more than the pressure range of the network is reported.
std::vector<double> FlowReport::plug_pressures() const {
  const std::vector<double> end_to_end = iteration_.end_to_end_resistance();
  const double most = chains_.count() > 0 ? pressure_range() : 0;
  std::vector<double> plug(chains_.from.size());
  for (int c = 0; c < chains_.count(); ++c) {
    const double drop =
        std::abs(found_.now.node_mmhg[chains_.from[c]] - found_.now.node_mmhg[chains_.to[c]]);
    const double rest = 1 - found_.conductance[c] * end_to_end[c];
    plug[c] = drop >= most * rest ? most : drop / rest;
  }
  return plug;
}

FlowResult FlowReport::tell() {
  FlowResult out;
  out.converged = found_.farthest <= options_.tolerance && is_balanced();
  out.iterations = found_.rounds;
  out.residual = found_.farthest;
  out.imbalance = found_.now.imbalance;
  const std::size_t segments = network_.segments.size();
  for (auto* column : {&out.flow_nl_per_min, &out.haematocrit, &out.viscosity_mpas,
                       &out.wall_shear_pa, &out.plug_pressure_pa})
    column->assign(segments, 0);
  for (const NetworkSegment& s : network_.segments)
    out.status.push_back(s.plugs > 0 ? SegmentStatus::plugged : SegmentStatus::no_flow);
  out.pressure_mmhg.assign(network_.nodes.size(), not_given);
  const std::vector<double> plug = plug_pressures();
  for (int c = 0; c < chains_.count(); ++c) tell_chain(c, plug[c], out);
  tell_still(out);
  return out;
}

void FlowReport::tell_chain(int chain, double plug_mmhg, FlowResult& out) const {
  const double flow = found_.now.chain_nl_per_min[chain];
  const SegmentStatus status = status_of(chain, out.converged);
  double pressure = found_.now.node_mmhg[chains_.from[chain]];
  out.pressure_mmhg[chains_.from[chain]] = pressure;
  for (const Link& link : chains_.of(chain)) {
    const NetworkSegment& s = network_.segments[link.segment];
    out.flow_nl_per_min[link.segment] = link.sign * flow;
    out.haematocrit[link.segment] = found_.haematocrit[chain];
    out.viscosity_mpas[link.segment] = found_.viscosity[link.segment];
    out.wall_shear_pa[link.segment] =
        poiseuille_wall_shear(flow, s.diameter_um, found_.viscosity[link.segment]);
    out.plug_pressure_pa[link.segment] = plug_mmhg * options_.pa_per_mmhg;
    out.status[link.segment] = status;
    if (s.plugs > 0) tell_plug(link.segment, std::abs(flow) * found_.resistance[link.segment], out);
    pressure -= flow * found_.resistance[link.segment];
    out.pressure_mmhg[link.sign > 0 ? s.to : s.from] = pressure;
  }
  out.pressure_mmhg[chains_.to[chain]] = found_.now.node_mmhg[chains_.to[chain]];
}

SegmentStatus FlowReport::status_of(int chain, bool converged) const {
  for (const Link& link : chains_.of(chain))
    if (network_.segments[link.segment].plugs > 0) return SegmentStatus::behind_plug;
  const bool unsettled = found_.distance[chain] > options_.tolerance && !converged;
  return unsettled || !is_balanced() ? SegmentStatus::not_converged : SegmentStatus::flows;
}

/// What is there bears what stands across it.
void FlowReport::tell_plug(int segment, double drop_mmhg, FlowResult& out) const {
  out.plug_pressure_pa[segment] = drop_mmhg * options_.pa_per_mmhg;
  out.status[segment] = SegmentStatus::plugged;
}

/// Blood that stands still has the pressure of the place where it hangs on.
void FlowReport::tell_still(FlowResult& out) const {
  std::vector<double>& p = out.pressure_mmhg;
  for (const BoundaryCondition& b : network_.boundary)
    if (b.kind == Boundary::pressure && std::isnan(p[b.node])) p[b.node] = b.value;
  std::vector<int> reached;
  for (std::size_t n = 0; n < p.size(); ++n)
    if (!std::isnan(p[n])) reached.push_back(static_cast<int>(n));
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (int s : iteration_.adjacency().at(reached[i]))
      for (int end : {network_.segments[s].from, network_.segments[s].to})
        if (std::isnan(p[end])) {
          p[end] = p[reached[i]];
          reached.push_back(end);
        }
  for (std::size_t s = 0; s < iteration_.carrying().size(); ++s)
    if (!iteration_.carrying()[s])
      out.viscosity_mpas[s] = options_.viscosity(iteration_.at_diameter()[s], 0);
}

}  // namespace

const char* name_of(SegmentStatus status) {
  static constexpr const char* names[] = {"flows", "no flow", "not converged", "plugged",
                                          "behind a plug"};
  return names[static_cast<std::size_t>(status)];
}

std::vector<double> boundary_flow(const Network& network, const FlowResult& flow) {
  std::vector<double> out_of_node(network.nodes.size());
  for (std::size_t s = 0; s < network.segments.size(); ++s) {
    out_of_node[network.segments[s].from] += flow.flow_nl_per_min[s];
    out_of_node[network.segments[s].to] -= flow.flow_nl_per_min[s];
  }
  std::vector<double> entering;
  for (const BoundaryCondition& b : network.boundary) entering.push_back(out_of_node[b.node]);
  return entering;
}

void require_solvable(const Network& network) {
  require_valid(network);
  const FlowOptions usual;
  FlowIteration(network, usual);  // looks at what is imposed before it solves
}

FlowResult solve_flow(const Network& network, const FlowOptions& options, const FlowStart& start) {
  require_valid(network);
  FlowIteration iteration(network, options);
  return FlowReport(network, options, iteration, start).tell();
}

}  // namespace metastasim::vessels
