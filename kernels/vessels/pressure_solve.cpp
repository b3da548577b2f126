#include "kernels/vessels/pressure_solve.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/vessels/elimination_order.hpp"
#include "kernels/vessels/selected_inverse.hpp"

namespace metastasim::vessels {

namespace {

using Vector = std::vector<double>;

/// Rounds of conjugate gradients after which a new factor pays: it costs about as many.
constexpr int rounds_worth_a_factor = 150, most_rounds = 200;

double dot(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  double sum = 0;  // in this order on every machine
  for (Eigen::Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Eigen's own maximum makes g++ 12 warn where it compiles for AVX-512.
template <class Values>
double largest(const Values& values) {
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
  std::vector<int> unknown = {};     ///< row of each node in the matrix, or -1
  std::vector<double> conductance = {};
  Factor factor = {};
  int size = 0;
  bool analyzed = false, factor_is_old = true;
  int rounds = 0;    ///< of conjugate gradients that the last solve took
  Vector last = {};  ///< pressures found before

  void impose(const Network& network, const std::vector<Boundary>& boundary);
  void set_gauges(const Network& network, const std::vector<int>& component, double gauge_mmhg);
  void number_unknowns(const Network& network);
  void factorize();
  bool is_large() const { return static_cast<std::size_t>(size) >= least_dissected; }
  Pressures solve_exactly();
  Pressures solve_from_last(double accuracy);
  Vector missing(const Pressures& now) const;
  Vector missing_at_unknown(const Pressures& now) const;
  Vector correction(const Vector& residual, double target);
  Eigen::VectorXd iterate(const Eigen::VectorXd& right, double target);
  Eigen::VectorXd apply(const Eigen::VectorXd& pressure) const;
  void add(const Vector& change, Pressures& to) const;
  Pressures none() const { return {Vector(known.size()), Vector(conductance.size())}; }
};

PressureSolve::PressureSolve(const Network& network, const Chains& chains,
                             const std::vector<Boundary>& boundary, double gauge_mmhg)
    : body_(new Body{chains}) {
  std::vector<char> carrying(network.segments.size());
  for (const Link& link : chains.links) carrying[link.segment] = 1;
  body_->impose(network, boundary);
  body_->set_gauges(network, components(network, carrying), gauge_mmhg);
  body_->number_unknowns(network);
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

void PressureSolve::Body::number_unknowns(const Network& network) {
  unknown.assign(junction.size(), -1);
  Coupling coupling;
  std::vector<int> nodes;
  for (std::size_t n = 0; n < junction.size(); ++n) {
    if (!junction[n] || is_known[n]) continue;
    unknown[n] = size++;
    const NetworkNode& node = network.nodes[n];
    coupling.places.push_back({node.x_um, node.y_um, node.z_um});
    nodes.push_back(static_cast<int>(n));
  }
  for (int c = 0; c < chains.count(); ++c) {
    const int a = unknown[chains.from[c]], b = unknown[chains.to[c]];
    if (a >= 0 && b >= 0 && a != b) coupling.pairs.emplace_back(a, b);
  }
  const std::vector<int> order = elimination_order(coupling);
  for (std::size_t row = 0; row < order.size(); ++row)
    unknown[nodes[order[row]]] = static_cast<int>(row);
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
  factor_is_old = false;
  rounds = 0;
  if (factor.info() != Eigen::Success)
    throw NumericalError(
        "the pressures of the vessel network cannot be found: its conductances differ by more "
        "than double precision holds. Look for extreme diameters with `metastasim network check`");
}

/// What the pressures at unknown nodes ask to flow out of them.
Eigen::VectorXd PressureSolve::Body::apply(const Eigen::VectorXd& pressure) const {
  Eigen::VectorXd flow = Eigen::VectorXd::Zero(size);
  for (int c = 0; c < chains.count(); ++c) {
    const int a = unknown[chains.from[c]], b = unknown[chains.to[c]];
    const double q = conductance[c] * ((a >= 0 ? pressure[a] : 0) - (b >= 0 ? pressure[b] : 0));
    if (a >= 0) flow[a] += q;
    if (b >= 0) flow[b] -= q;
  }
  return flow;
}

/// Conjugate gradients, preconditioned by the factor that is there, until no node misses more than
/// `target`.
Eigen::VectorXd PressureSolve::Body::iterate(const Eigen::VectorXd& right, double target) {
  Eigen::VectorXd found = Eigen::VectorXd::Zero(size), rest = right, z = factor.solve(rest);
  Eigen::VectorXd direction = z;
  double energy = dot(rest, z);
  for (int round = 0; round < most_rounds && energy > 0; ++round, ++rounds) {
    const Eigen::VectorXd image = apply(direction);
    const double step = energy / dot(direction, image);
    found += step * direction;
    rest -= step * image;
    if (largest(rest) <= target) break;
    z = factor.solve(rest);
    const double before = energy;
    energy = dot(rest, z);
    direction = z + (energy / before) * direction;
  }
  return found;
}

/// Pressures that a flow missing at each node calls for.
Vector PressureSolve::Body::correction(const Vector& residual, double target) {
  Eigen::VectorXd right(size);
  for (std::size_t n = 0; n < unknown.size(); ++n)
    if (unknown[n] >= 0) right[unknown[n]] = residual[n];
  const Eigen::VectorXd solved = factor_is_old ? iterate(right, target) : factor.solve(right);
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

Vector PressureSolve::Body::missing(const Pressures& now) const {
  Vector flow = imposed;
  for (int c = 0; c < chains.count(); ++c) {
    flow[chains.from[c]] -= now.chain_nl_per_min[c];
    flow[chains.to[c]] += now.chain_nl_per_min[c];
  }
  return flow;
}

Vector PressureSolve::Body::missing_at_unknown(const Pressures& now) const {
  Vector flow = missing(now);
  for (std::size_t n = 0; n < flow.size(); ++n)
    if (unknown[n] < 0) flow[n] = 0;
  return flow;
}

Pressures PressureSolve::Body::solve_exactly() {
  Pressures out = none();
  add(known, out);
  if (size == 0) return out;
  factorize();
  for (int round = 0; round < 2; ++round) add(correction(missing(out), 0), out);
  return out;
}

/// From the pressures of the last solve, which changes of conductance have put a little out of
/// balance.
Pressures PressureSolve::Body::solve_from_last(double accuracy) {
  Pressures out = none();
  add(last, out);
  for (int pass = 0; pass < 4; ++pass) {
    const double target = accuracy * largest(out.chain_nl_per_min);
    const Vector residual = missing_at_unknown(out);
    if (largest(residual) <= target) break;
    add(correction(residual, 0.5 * target), out);
  }
  return out;
}

Pressures PressureSolve::solve(const std::vector<double>& conductance, double accuracy) {
  Body& b = *body_;
  b.conductance = conductance;
  b.factor_is_old = true;
  const bool anew = !b.analyzed || !b.is_large() || b.rounds > rounds_worth_a_factor;
  Pressures out = anew ? b.solve_exactly() : b.solve_from_last(accuracy);
  b.last = out.node_mmhg;
  return out;
}

std::vector<double> PressureSolve::end_to_end_resistance() {
  Body& b = *body_;
  Vector resistance(b.chains.count());
  if (b.size == 0) return resistance;
  if (b.factor_is_old) b.factorize();
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
