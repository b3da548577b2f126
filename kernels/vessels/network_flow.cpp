#include "kernels/vessels/network_flow.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/vessels/fixed_point.hpp"
#include "kernels/vessels/pressure_solve.hpp"
#include "kernels/vessels/red_cells.hpp"

namespace metastasim::vessels {

namespace {

/// Flows below this part of the largest are rounding: no cell is moved by them.
constexpr double still_fraction = 1e-13;
/// Acceleration starts where no haematocrit is further than this from its place: before, vessels in
/// which the flow still turns around mislead it, the more of them the larger the network.
constexpr double near = 0.01;
/// Rounds without progress after which acceleration gives way to damping.
constexpr int patience = 10;

/// Part of the largest flow that may go missing at a node: in the end, and while haematocrits are
/// still so far from where the flows want them.
constexpr double final_balance = 1e-12;
double balance(double distance) { return math::clamp(1e-4 * distance, final_balance, 1e-4); }

/// The fixed point flow -> haematocrit -> viscosity -> flow.
class FlowIteration {
 public:
  FlowIteration(const Network& network, const FlowOptions& options)
      : network_(network),
        options_(options),
        at_(adjacency(network)),
        boundary_(active_boundary(network)),
        carrying_(carries_blood(network, at_, boundary_)),
        chains_(chains(network, at_, boundary_, carrying_)),
        solve_(network, chains_, boundary_, options.gauge_mmhg),
        cells_(network, chains_, options.separation, options.inlet_haematocrit),
        hd_(chains_.from.size(), options.inlet_haematocrit),
        last_change_(hd_.size()),
        damping_(hd_.size(), 1.0) {
    for (const NetworkSegment& s : network.segments)
      at_diameter_.push_back(options.viscosity.at(s.diameter_um));
  }

  FlowResult run();

 private:
  void set_resistances();
  double sweep();
  void step_toward(const std::vector<double>& wanted, double distance);
  void step_damped(const std::vector<double>& change);

  void report(FlowResult& out);
  void report_chain(int chain, double plug_mmhg, FlowResult& out) const;
  void report_still(FlowResult& out) const;
  std::vector<double> plug_pressures();
  double pressure_range() const;

  const Network& network_;
  const FlowOptions& options_;
  Adjacency at_;
  std::vector<Boundary> boundary_;
  std::vector<char> carrying_;
  Chains chains_;
  PressureSolve solve_;
  RedCells cells_;

  std::vector<double> hd_, last_change_, damping_;  ///< of chains
  std::vector<ViscosityAt> at_diameter_;            ///< of segments
  std::vector<double> viscosity_, resistance_;      ///< of segments
  std::vector<double> conductance_;                 ///< of chains
  Pressures now_;

  FixedPoint mix_{10};
  double nearest_ = INFINITY;  ///< smallest distance so far
  int rounds_since_nearest_ = 0;
};

void FlowIteration::set_resistances() {
  viscosity_.assign(network_.segments.size(), 0);
  resistance_.assign(network_.segments.size(), 0);
  conductance_.assign(chains_.from.size(), 0);
  for (int c = 0; c < chains_.count(); ++c) {
    double sum = 0;
    for (const Link& link : chains_.of(c)) {
      const NetworkSegment& s = network_.segments[link.segment];
      const double mu = viscosity_[link.segment] =
          options_.viscosity(at_diameter_[link.segment], hd_[c]);
      sum += resistance_[link.segment] =
          1 / poiseuille_conductance(s.diameter_um, s.length_um, mu, options_.pa_per_mmhg);
    }
    conductance_[c] = 1 / sum;
  }
}

/// A vessel whose haematocrit swings to and fro is damped more, one that creeps less; one damping
/// for all either diverges at unstable bifurcations (Carr and Lacoin 2000) or is slow everywhere.
void FlowIteration::step_damped(const std::vector<double>& change) {
  for (std::size_t c = 0; c < hd_.size(); ++c) {
    const bool swings = change[c] * last_change_[c] < 0;
    damping_[c] = swings ? 0.5 * damping_[c] : math::min(1.2 * damping_[c], 1.0);
    hd_[c] += damping_[c] * change[c];
  }
}

/// Damping first and where nothing else helps; acceleration takes two to three times fewer rounds.
void FlowIteration::step_toward(const std::vector<double>& wanted, double distance) {
  std::vector<double> change = wanted;
  for (std::size_t c = 0; c < hd_.size(); ++c) change[c] -= hd_[c];
  if (distance > 10 * nearest_) mix_.forget();
  rounds_since_nearest_ = distance < nearest_ ? 0 : rounds_since_nearest_ + 1;
  nearest_ = math::min(nearest_, distance);
  if (nearest_ < near && rounds_since_nearest_ < patience) {
    hd_ = mix_.next(hd_, wanted);
    for (double& hd : hd_) hd = math::clamp(hd, 0.0, 1.0);
  } else {
    step_damped(change);
  }
  last_change_ = std::move(change);
}

/// Moves the haematocrits toward those that the flows ask for; returns the largest distance.
double FlowIteration::sweep() {
  double fastest = 0, worst = 0;
  for (double q : now_.chain_nl_per_min) fastest = math::max(fastest, std::abs(q));
  std::vector<double> wanted = cells_.follow(now_.chain_nl_per_min, still_fraction * fastest, hd_);
  for (std::size_t c = 0; c < hd_.size(); ++c)
    worst = math::max(worst, std::abs(wanted[c] - hd_[c]));
  if (worst <= options_.tolerance)
    hd_ = std::move(wanted);
  else
    step_toward(wanted, worst);
  return worst;
}

FlowResult FlowIteration::run() {
  FlowResult out;
  do {
    set_resistances();
    now_ = solve_.solve(conductance_, balance(nearest_));
    out.residual = options_.fixed_haematocrit ? 0 : sweep();
    ++out.iterations;
  } while (out.residual > options_.tolerance && out.iterations < options_.max_iterations);
  out.converged = out.residual <= options_.tolerance;
  solve_.refine(now_, final_balance);
  report(out);
  return out;
}

double FlowIteration::pressure_range() const {
  double low = INFINITY, high = -INFINITY;
  for (int node : chains_.from) {
    low = math::min(low, now_.node_mmhg[node]);
    high = math::max(high, now_.node_mmhg[node]);
  }
  for (int node : chains_.to) {
    low = math::min(low, now_.node_mmhg[node]);
    high = math::max(high, now_.node_mmhg[node]);
  }
  return high - low;
}

/// Thevenin: without the chain, its ends differ by dp / (1 - g R), R the resistance between them
/// with the chain in place. Where the chain carries all of an imposed flow that would be infinite;
/// no more than the pressure range of the network is reported.
std::vector<double> FlowIteration::plug_pressures() {
  const std::vector<double> end_to_end = solve_.end_to_end_resistance();
  const double most = chains_.count() > 0 ? pressure_range() : 0;
  std::vector<double> plug(hd_.size());
  for (int c = 0; c < chains_.count(); ++c) {
    const double drop = std::abs(now_.node_mmhg[chains_.from[c]] - now_.node_mmhg[chains_.to[c]]);
    const double rest = 1 - conductance_[c] * end_to_end[c];
    plug[c] = drop >= most * rest ? most : drop / rest;
  }
  return plug;
}

void FlowIteration::report(FlowResult& out) {
  const std::size_t segments = network_.segments.size();
  for (auto* column : {&out.flow_nl_per_min, &out.haematocrit, &out.viscosity_mpas,
                       &out.wall_shear_pa, &out.plug_pressure_pa})
    column->assign(segments, 0);
  out.status.assign(segments, SegmentStatus::no_flow);
  out.pressure_mmhg.assign(network_.nodes.size(), not_given);
  const std::vector<double> plug = plug_pressures();
  for (int c = 0; c < chains_.count(); ++c) report_chain(c, plug[c], out);
  report_still(out);
}

void FlowIteration::report_chain(int chain, double plug_mmhg, FlowResult& out) const {
  const double flow = now_.chain_nl_per_min[chain];
  double pressure = now_.node_mmhg[chains_.from[chain]];
  out.pressure_mmhg[chains_.from[chain]] = pressure;
  for (const Link& link : chains_.of(chain)) {
    const NetworkSegment& s = network_.segments[link.segment];
    out.flow_nl_per_min[link.segment] = link.sign * flow;
    out.haematocrit[link.segment] = hd_[chain];
    out.viscosity_mpas[link.segment] = viscosity_[link.segment];
    out.wall_shear_pa[link.segment] =
        poiseuille_wall_shear(flow, s.diameter_um, viscosity_[link.segment]);
    out.plug_pressure_pa[link.segment] = plug_mmhg * options_.pa_per_mmhg;
    out.status[link.segment] = std::abs(last_change_[chain]) > options_.tolerance && !out.converged
                                   ? SegmentStatus::not_converged
                                   : SegmentStatus::flows;
    pressure -= flow * resistance_[link.segment];
    out.pressure_mmhg[link.sign > 0 ? s.to : s.from] = pressure;
  }
  out.pressure_mmhg[chains_.to[chain]] = now_.node_mmhg[chains_.to[chain]];
}

/// Blood that stands still has the pressure of the place where it hangs on.
void FlowIteration::report_still(FlowResult& out) const {
  std::vector<double>& p = out.pressure_mmhg;
  for (const BoundaryCondition& b : network_.boundary)
    if (b.kind == Boundary::pressure && std::isnan(p[b.node])) p[b.node] = b.value;
  std::vector<int> reached;
  for (std::size_t n = 0; n < p.size(); ++n)
    if (!std::isnan(p[n])) reached.push_back(static_cast<int>(n));
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (int s : at_.at(reached[i]))
      for (int end : {network_.segments[s].from, network_.segments[s].to})
        if (std::isnan(p[end])) {
          p[end] = p[reached[i]];
          reached.push_back(end);
        }
  for (std::size_t s = 0; s < carrying_.size(); ++s)
    if (!carrying_[s]) out.viscosity_mpas[s] = options_.viscosity(at_diameter_[s], 0);
}

}  // namespace

const char* name_of(SegmentStatus status) {
  static constexpr const char* names[] = {"flows", "no flow", "not converged"};
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

FlowResult solve_flow(const Network& network, const FlowOptions& options) {
  require_valid(network);
  return FlowIteration(network, options).run();
}

}  // namespace metastasim::vessels
