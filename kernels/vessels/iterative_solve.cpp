#include "kernels/vessels/iterative_solve.hpp"

#include "kernels/vessels/conjugate_gradients.hpp"
#include "kernels/vessels/direct_solve.hpp"
#include "kernels/vessels/probes.hpp"

namespace metastasim::vessels {

namespace {

using Vector = std::vector<double>;

/// A solve that took more rounds than this with an old factor gets a new one next time.
constexpr int rounds_worth_a_factor = 40;
/// Up to so many unknowns one full factor is worth exact resistances.
constexpr int most_inverted = 20000;

}  // namespace

void IterativeSolve::set(const std::vector<double>& conductance) {
  conductors_.conductance = conductance;
  if (factor_ && last_rounds_ <= rounds_worth_a_factor) return;
  factor_ = std::make_unique<ApproximateCholesky>(conductors_);
  last_rounds_ = 0;
}

template <int lanes>
Vector IterativeSolve::iterate(Vector flow, double reduction) {
  ConjugateGradients<lanes> gradients(conductors_);
  Vector found =
      gradients.solve(std::move(flow), reduction, [&](Vector& z) { factor_->solve<lanes>(z); });
  last_rounds_ = gradients.rounds();
  rounds_ += last_rounds_;
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
