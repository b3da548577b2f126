#include "kernels/vessels/iterative_solve.hpp"

#include <array>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/vessels/direct_solve.hpp"
#include "kernels/vessels/probes.hpp"

namespace metastasim::vessels {

namespace {

using Vector = std::vector<double>;
/// Several right sides lie side by side: value[node * lanes + lane].
template <int lanes>
using Lanes = std::array<double, lanes>;

/// A solve that took more rounds than this with an old factor gets a new one next time.
constexpr int rounds_worth_a_factor = 40;
constexpr int most_rounds = 500;
/// Up to so many unknowns one full factor is worth exact resistances.
constexpr int most_inverted = 20000;

template <int lanes>
Lanes<lanes> dot(const Vector& a, const Vector& b) {
  Lanes<lanes> sum{};  // in this order on every machine
  for (std::size_t i = 0; i < a.size(); i += lanes)
    for (int l = 0; l < lanes; ++l) sum[l] += a[i + l] * b[i + l];
  return sum;
}

/// to += factor * what
template <int lanes>
void add(Vector& to, const Lanes<lanes>& factor, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); i += lanes)
    for (int l = 0; l < lanes; ++l) to[i + l] += factor[l] * what[i + l];
}

/// direction = z + keep * direction
template <int lanes>
void turn(Vector& direction, const Lanes<lanes>& keep, const Vector& z) {
  for (std::size_t i = 0; i < z.size(); i += lanes)
    for (int l = 0; l < lanes; ++l) direction[i + l] = z[i + l] + keep[l] * direction[i + l];
}

template <int lanes>
bool any_above(const Lanes<lanes>& values, const Lanes<lanes>& limits) {
  bool any = false;
  for (int l = 0; l < lanes; ++l) any = any || values[l] > limits[l];
  return any;
}

template <int lanes>
Lanes<lanes> ratio(const Lanes<lanes>& a, const Lanes<lanes>& b) {
  Lanes<lanes> out;
  for (int l = 0; l < lanes; ++l) out[l] = b[l] > 0 ? a[l] / b[l] : 0.0;
  return out;
}

}  // namespace

void IterativeSolve::set(const std::vector<double>& conductance) {
  conductors_.conductance = conductance;
  if (factor_ && last_rounds_ <= rounds_worth_a_factor) return;
  factor_ = std::make_unique<ApproximateCholesky>(conductors_);
  last_rounds_ = 0;
}

/// What pressures at the unknown nodes make flow out of them.
template <int lanes>
void IterativeSolve::apply(const Vector& pressure, Vector& flow) const {
  flow.assign(pressure.size(), 0.0);
  for (int c = 0; c < conductors_.count(); ++c) {
    const std::size_t a = static_cast<std::size_t>(conductors_.from[c]) * lanes;
    const std::size_t b = static_cast<std::size_t>(conductors_.to[c]) * lanes;
    for (int l = 0; l < lanes; ++l) {
      const double q = conductors_.conductance[c] * (pressure[a + l] - pressure[b + l]);
      flow[a + l] += q;
      flow[b + l] -= q;
    }
  }
  for (int l = 0; l < lanes; ++l) flow[flow.size() - lanes + l] = 0;  // the ground takes all
}

template <int lanes>
Vector IterativeSolve::iterate(Vector rest, double reduction) {
  Vector found(rest.size()), image, z = rest;
  factor_->solve<lanes>(z);
  Vector direction = z;
  Lanes<lanes> energy = dot<lanes>(rest, z), enough = energy;
  for (double& e : enough) e *= reduction * reduction;
  for (last_rounds_ = 0; any_above<lanes>(energy, enough) && last_rounds_ < most_rounds;
       ++last_rounds_) {
    apply<lanes>(direction, image);
    Lanes<lanes> length = ratio<lanes>(energy, dot<lanes>(direction, image));
    add<lanes>(found, length, direction);
    for (double& l : length) l = -l;
    add<lanes>(rest, length, image);
    z = rest;
    factor_->solve<lanes>(z);
    const Lanes<lanes> before = energy;
    energy = dot<lanes>(rest, z);
    turn<lanes>(direction, ratio<lanes>(energy, before), z);
  }
  rounds_ += last_rounds_;
  for (const double e : energy)
    if (!std::isfinite(e)) throw NumericalError(unsolvable);
  return found;
}

std::vector<double> IterativeSolve::solve(const std::vector<double>& flow, double reduction) {
  Vector right = flow;
  right.push_back(0);  // the ground
  Vector out = iterate<1>(std::move(right), reduction);
  out.pop_back();
  return out;
}

std::vector<double> IterativeSolve::end_to_end_resistance() {
  if (conductors_.unknowns <= most_inverted) {
    DirectSolve exact(conductors_);
    exact.set(conductors_.conductance);
    return exact.end_to_end_resistance();
  }
  Probes probes(conductors_);
  while (probes.next()) probes.answer(iterate<Probes::at_once>(probes.flow(), Probes::reduction));
  return probes.resistance();
}

}  // namespace metastasim::vessels
