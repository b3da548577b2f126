#include "kernels/vessels/pressure_solve.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/vessels/direct_solve.hpp"
#include "kernels/vessels/iterative_solve.hpp"

namespace metastasim::vessels {

namespace {

using Vector = std::vector<double>;

double largest(const Vector& values) {
  double most = 0;
  for (double v : values) most = std::max(most, std::abs(v));
  return most;
}

}  // namespace

struct PressureSolve::Body {
  const Chains& chains;
  std::vector<char> junction = {};
  std::vector<char> is_known = {};
  std::vector<double> known = {};    ///< imposed pressures, 0 elsewhere
  std::vector<double> imposed = {};  ///< flow into each node
  std::vector<int> unknown = {};     ///< number of each node among the unknown, or -1
  std::vector<double> conductance = {};
  std::unique_ptr<LinearSolve> linear = {};
  bool is_small = true;
  Vector last = {};  ///< pressures found before; at first those imposed

  void impose(const Network& network, const std::vector<Boundary>& boundary);
  void set_gauges(const Network& network, const std::vector<int>& component, double gauge_mmhg);
  Conductors number_unknowns();
  Vector missing(const Pressures& now) const;
  Vector correction(const Vector& missing, double reduction);
  void add(const Vector& change, Pressures& to) const;
  void balance(Pressures& now, double accuracy);
};

PressureSolve::PressureSolve(const Network& network, const Chains& chains,
                             const std::vector<Boundary>& boundary, double gauge_mmhg)
    : body_(new Body{chains}) {
  std::vector<char> carrying(network.segments.size());
  for (const Link& link : chains.links) carrying[link.segment] = 1;
  body_->impose(network, boundary);
  body_->set_gauges(network, components(network, carrying), gauge_mmhg);
  Conductors conductors = body_->number_unknowns();
  body_->last = body_->known;
  body_->is_small = conductors.unknowns <= most_solved_anew;
  if (conductors.unknowns > most_solved_directly)
    body_->linear = std::make_unique<IterativeSolve>(std::move(conductors));
  else
    body_->linear = std::make_unique<DirectSolve>(std::move(conductors));
}

PressureSolve::~PressureSolve() = default;

void PressureSolve::Body::impose(const Network& network, const std::vector<Boundary>& boundary) {
  const std::size_t count = network.nodes.size();
  junction.assign(count, 0);
  for (int c = 0; c < chains.count(); ++c) junction[chains.from[c]] = junction[chains.to[c]] = 1;
  is_known.assign(count, 0);
  known.assign(count, 0);
  imposed.assign(count, 0);
  for (const BoundaryCondition& b : network.boundary) {
    if (!junction[b.node]) continue;
    is_known[b.node] = boundary[b.node] == Boundary::pressure;
    (is_known[b.node] ? known : imposed)[b.node] = b.value;
  }
}

void PressureSolve::Body::set_gauges(const Network& network, const std::vector<int>& component,
                                     double gauge_mmhg) {
  const std::size_t count = network.nodes.size();
  std::vector<double> sum(count), entering(count);
  std::vector<int> gauge(count, -1);
  std::vector<char> has_pressure(count);
  for (std::size_t n = 0; n < count; ++n) {
    const int c = component[n];
    if (junction[n] && gauge[c] < 0) gauge[c] = static_cast<int>(n);
    if (is_known[n]) has_pressure[c] = 1;
    sum[c] += imposed[n];
    entering[c] += std::max(imposed[n], 0.0);
  }
  for (std::size_t c = 0; c < count; ++c) {
    if (gauge[c] < 0 || has_pressure[c]) continue;
    if (!(std::abs(sum[c]) <= 0.01 * entering[c]))
      throw InputError(
          "the flows imposed around node " + std::to_string(network.nodes[gauge[c]].id) +
          " sum to " + std::to_string(sum[c]) + " nl/min where " + std::to_string(entering[c]) +
          " enter, and no pressure is given there to take the rest: give one of those boundary "
          "nodes a pressure");
    known[gauge[c]] = gauge_mmhg;
    is_known[gauge[c]] = 1;
  }
}

Conductors PressureSolve::Body::number_unknowns() {
  Conductors out;
  unknown.assign(junction.size(), -1);
  for (std::size_t n = 0; n < junction.size(); ++n)
    if (junction[n] && !is_known[n]) unknown[n] = out.unknowns++;
  for (int c = 0; c < chains.count(); ++c) {
    const int a = unknown[chains.from[c]], b = unknown[chains.to[c]];
    out.from.push_back(a >= 0 ? a : out.ground());
    out.to.push_back(b >= 0 ? b : out.ground());
  }
  return out;
}

/// Pressures that a flow missing at each node calls for.
Vector PressureSolve::Body::correction(const Vector& missing, double reduction) {
  Vector flow;
  for (std::size_t n = 0; n < unknown.size(); ++n)
    if (unknown[n] >= 0) flow.push_back(missing[n]);
  const Vector solved = linear->solve(flow, reduction);
  Vector change(unknown.size());
  for (std::size_t n = 0; n < unknown.size(); ++n)
    if (unknown[n] >= 0) change[n] = solved[unknown[n]];
  return change;
}

void PressureSolve::Body::add(const Vector& change, Pressures& to) const {
  for (std::size_t n = 0; n < change.size(); ++n) to.node_mmhg[n] += change[n];
  for (int c = 0; c < chains.count(); ++c)
    to.chain_nl_per_min[c] += conductance[c] * (change[chains.from[c]] - change[chains.to[c]]);
}

/// Flow that goes missing at each unknown node.
Vector PressureSolve::Body::missing(const Pressures& now) const {
  Vector flow = imposed;
  for (int c = 0; c < chains.count(); ++c) {
    flow[chains.from[c]] -= now.chain_nl_per_min[c];
    flow[chains.to[c]] += now.chain_nl_per_min[c];
  }
  for (std::size_t n = 0; n < flow.size(); ++n)
    if (unknown[n] < 0) flow[n] = 0;
  return flow;
}

/// Until no node misses more than `accuracy` of the largest flow; in a small network by one correction
/// of the rounding.
void PressureSolve::Body::balance(Pressures& now, double accuracy) {
  constexpr int most_passes = 10;
  for (int pass = 0; pass < (is_small ? 2 : most_passes); ++pass) {
    const Vector rest = missing(now);
    const double most = largest(rest);
    const double target = is_small ? 0 : accuracy * largest(now.chain_nl_per_min);
    if (most <= target) break;
    add(correction(rest, 0.3 * target / most), now);
  }
  const double left = largest(missing(now));
  now.imbalance = left > 0 ? left / largest(now.chain_nl_per_min) : 0;
  last = now.node_mmhg;
}

void PressureSolve::start_from(const Vector& node_mmhg) {
  for (std::size_t n = 0; n < node_mmhg.size(); ++n)
    if (body_->unknown[n] >= 0 && !std::isnan(node_mmhg[n])) body_->last[n] = node_mmhg[n];
}

/// A large network starts from the pressures of the last solve, which changes of conductance have
/// put a little out of balance; a small one always from the beginning.
Pressures PressureSolve::solve(const std::vector<double>& conductance, double accuracy) {
  Body& b = *body_;
  b.conductance = conductance;
  b.linear->set(conductance);
  Pressures out{.node_mmhg = Vector(b.known.size()),
                .chain_nl_per_min = Vector(conductance.size())};
  b.add(b.is_small ? b.known : b.last, out);
  b.balance(out, accuracy);
  return out;
}

void PressureSolve::refine(Pressures& found, double accuracy) {
  if (!body_->is_small) body_->balance(found, accuracy);
}

std::vector<double> PressureSolve::end_to_end_resistance() {
  return body_->linear->end_to_end_resistance();
}

}  // namespace metastasim::vessels
