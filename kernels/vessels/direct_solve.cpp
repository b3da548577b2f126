#include "kernels/vessels/direct_solve.hpp"

#include <algorithm>
#include <Eigen/OrderingMethods>

#include "kernels/core/error.hpp"
#include "kernels/vessels/conjugate_gradients.hpp"

namespace metastasim::vessels {

namespace {

/// A solve that took more rounds than this with an old factor gets a new one next time.
constexpr int rounds_worth_a_factor = 8;

/// Row of each unknown; -1 for the ground.
std::vector<int> rows_by_degree(const Conductors& c) {
  const int size = c.unknowns;
  std::vector<Eigen::Triplet<double>> entries;
  entries.reserve(static_cast<std::size_t>(size) + static_cast<std::size_t>(c.count()));
  for (int i = 0; i < size; ++i) entries.emplace_back(i, i, 1.0);
  for (int i = 0; i < c.count(); ++i) {
    const auto [low, high] = std::minmax(c.from[i], c.to[i]);
    if (low != high && high != c.ground()) entries.emplace_back(high, low, 1.0);
  }
  Matrix lower(size, size);
  lower.setFromTriplets(entries.begin(), entries.end());
  Eigen::AMDOrdering<int>::PermutationType order;
  Eigen::AMDOrdering<int>()(lower.selfadjointView<Eigen::Lower>(), order);
  std::vector<int> row(size + 1, -1);
  for (int i = 0; i < size; ++i) row[order.indices()[i]] = i;
  return row;
}

}  // namespace

DirectSolve::DirectSolve(Conductors conductors)
    : conductors_(std::move(conductors)), row_(rows_by_degree(conductors_)) {}

Matrix DirectSolve::matrix() const {
  std::vector<Eigen::Triplet<double>> entries;
  for (int c = 0; c < conductors_.count(); ++c) {
    const int a = row_[conductors_.from[c]], b = row_[conductors_.to[c]];
    const double g = conductors_.conductance[c];
    if (a >= 0) entries.emplace_back(a, a, g);
    if (b >= 0) entries.emplace_back(b, b, g);
    if (a >= 0 && b >= 0) entries.emplace_back(std::max(a, b), std::min(a, b), -g);
  }
  Matrix out(conductors_.unknowns, conductors_.unknowns);
  out.setFromTriplets(entries.begin(), entries.end());
  return out;
}

void DirectSolve::set(const std::vector<double>& conductance) {
  conductors_.conductance = conductance;
  is_of_these_ = false;
}

void DirectSolve::factorize() {
  if (is_of_these_ || conductors_.unknowns == 0) return;
  const Matrix now = matrix();
  if (factor_.rows() == 0) factor_.analyzePattern(now);
  factor_.factorize(now);
  if (factor_.info() != Eigen::Success) throw NumericalError(unsolvable);
  is_of_these_ = true;
  last_rounds_ = 0;
}

std::vector<double> DirectSolve::solve(const std::vector<double>& flow, double reduction) {
  if (reduction <= 0 || factor_.rows() == 0 || last_rounds_ > rounds_worth_a_factor) factorize();
  std::vector<double> out = flow;
  out.push_back(0);  // the ground
  if (is_of_these_)
    through_factor(out);
  else
    out = iterate(std::move(out), reduction);
  out.pop_back();
  return out;
}

std::vector<double> DirectSolve::iterate(std::vector<double> flow, double reduction) {
  ConjugateGradients<1> gradients(conductors_);
  flow = gradients.solve(std::move(flow), reduction,
                         [&](std::vector<double>& z) { through_factor(z); });
  last_rounds_ = gradients.rounds();
  return flow;
}

void DirectSolve::through_factor(std::vector<double>& flow) const {
  Eigen::VectorXd right(conductors_.unknowns);
  for (int i = 0; i < conductors_.unknowns; ++i) right[row_[i]] = flow[i];
  const Eigen::VectorXd solved = factor_.solve(right);
  for (int i = 0; i < conductors_.unknowns; ++i) flow[i] = solved[row_[i]];
}

std::vector<double> DirectSolve::end_to_end_resistance() {
  std::vector<double> resistance(conductors_.count());
  if (conductors_.unknowns == 0) return resistance;
  factorize();
  const SelectedInverse inverse(factor_);
  for (int c = 0; c < conductors_.count(); ++c) {
    const int from = row_[conductors_.from[c]], to = row_[conductors_.to[c]];
    if (from >= 0) resistance[c] += inverse(from, from);
    if (to >= 0) resistance[c] += inverse(to, to);
    if (from >= 0 && to >= 0) resistance[c] -= 2 * inverse(from, to);
  }
  return resistance;
}

}  // namespace metastasim::vessels
