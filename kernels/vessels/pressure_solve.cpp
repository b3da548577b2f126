#include "kernels/vessels/pressure_solve.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/vessels/selected_inverse.hpp"

namespace metastasim::vessels {

struct PressureSolve::Body {
  const Chains& chains;
  std::vector<char> junction = {};
  std::vector<char> is_known = {};
  std::vector<double> known = {};    ///< imposed pressures, 0 elsewhere
  std::vector<double> imposed = {};  ///< flow into each node
  std::vector<int> unknown = {};     ///< row of each node in the matrix, or -1
  std::vector<double> conductance = {};
  Factor factor = {};
  int size = 0;
  bool analyzed = false;

  void impose(const Network& network, const std::vector<Boundary>& boundary);
  void set_gauges(const Network& network, const std::vector<int>& component, double gauge_mmhg);
  void number_unknowns();
  void factorize();
  std::vector<double> missing(const Pressures& now) const;
  std::vector<double> correction(const std::vector<double>& residual) const;
  void add(const std::vector<double>& change, Pressures& to) const;
};

PressureSolve::PressureSolve(const Network& network, const Chains& chains,
                             const std::vector<Boundary>& boundary, double gauge_mmhg)
    : body_(new Body{chains}) {
  std::vector<char> carrying(network.segments.size());
  for (const Link& link : chains.links) carrying[link.segment] = 1;
  body_->impose(network, boundary);
  body_->set_gauges(network, components(network, carrying), gauge_mmhg);
  body_->number_unknowns();
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

void PressureSolve::Body::number_unknowns() {
  unknown.assign(junction.size(), -1);
  for (std::size_t n = 0; n < junction.size(); ++n)
    if (junction[n] && !is_known[n]) unknown[n] = size++;
}

void PressureSolve::Body::factorize() {
  std::vector<Eigen::Triplet<double>> entries;
  for (int c = 0; c < chains.count(); ++c) {
    const int a = unknown[chains.from[c]], b = unknown[chains.to[c]];
    const double g = conductance[c];
    if (a >= 0) entries.emplace_back(a, a, g);
    if (b >= 0) entries.emplace_back(b, b, g);
    if (a >= 0 && b >= 0) entries.emplace_back(std::max(a, b), std::min(a, b), -g);
  }
  Matrix matrix(size, size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  if (!analyzed) factor.analyzePattern(matrix);
  analyzed = true;
  factor.factorize(matrix);
  if (factor.info() != Eigen::Success)
    throw NumericalError(
        "the pressures of the vessel network cannot be found: its conductances differ by more "
        "than double precision holds. Look for extreme diameters with `metastasim network check`");
}

/// Pressures that a flow missing at each node calls for.
std::vector<double> PressureSolve::Body::correction(const std::vector<double>& residual) const {
  Eigen::VectorXd right(size);
  for (std::size_t n = 0; n < unknown.size(); ++n)
    if (unknown[n] >= 0) right[unknown[n]] = residual[n];
  const Eigen::VectorXd solved = factor.solve(right);
  std::vector<double> change(unknown.size());
  for (std::size_t n = 0; n < unknown.size(); ++n)
    if (unknown[n] >= 0) change[n] = solved[unknown[n]];
  return change;
}

void PressureSolve::Body::add(const std::vector<double>& change, Pressures& to) const {
  for (std::size_t n = 0; n < change.size(); ++n) to.node_mmhg[n] += change[n];
  for (int c = 0; c < chains.count(); ++c)
    to.chain_nl_per_min[c] += conductance[c] * (change[chains.from[c]] - change[chains.to[c]]);
}

std::vector<double> PressureSolve::Body::missing(const Pressures& now) const {
  std::vector<double> flow = imposed;
  for (int c = 0; c < chains.count(); ++c) {
    flow[chains.from[c]] -= now.chain_nl_per_min[c];
    flow[chains.to[c]] += now.chain_nl_per_min[c];
  }
  return flow;
}

Pressures PressureSolve::solve(const std::vector<double>& conductance) {
  body_->conductance = conductance;
  Pressures out{std::vector<double>(body_->known.size()), std::vector<double>(conductance.size())};
  body_->add(body_->known, out);
  if (body_->size == 0) return out;
  body_->factorize();
  for (int round = 0; round < 2; ++round) body_->add(body_->correction(body_->missing(out)), out);
  return out;
}

std::vector<double> PressureSolve::end_to_end_resistance() const {
  const Body& b = *body_;
  std::vector<double> resistance(b.chains.count());
  if (b.size == 0) return resistance;
  const SelectedInverse inverse(b.factor);
  for (int c = 0; c < b.chains.count(); ++c) {
    const int from = b.unknown[b.chains.from[c]], to = b.unknown[b.chains.to[c]];
    if (from >= 0) resistance[c] += inverse(from, from);
    if (to >= 0) resistance[c] += inverse(to, to);
    if (from >= 0 && to >= 0) resistance[c] -= 2 * inverse(from, to);
  }
  return resistance;
}

}  // namespace metastasim::vessels
