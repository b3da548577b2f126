#pragma once
#include <memory>

#include "kernels/vessels/approximate_cholesky.hpp"

namespace metastasim::vessels {

/// For large networks: conjugate gradients preconditioned by an
/// approximate Cholesky factor. Time and memory grow in proportion to the network, but for a
/// logarithm. One thread, one order.
class IterativeSolve : public LinearSolve {
 public:
  explicit IterativeSolve(Conductors conductors) : conductors_(std::move(conductors)) {}
  void set(const std::vector<double>& conductance) override;
  std::vector<double> solve(const std::vector<double>& flow, double reduction) override;
  /// Exact up to 20,000 unknowns, estimated beyond (probes.hpp).
  std::vector<double> end_to_end_resistance() override;

  /// Rounds of conjugate gradients so far.
  int rounds() const { return rounds_; }

 private:
  template <int lanes>
  std::vector<double> iterate(std::vector<double> flow, double reduction);

  Conductors conductors_;
  std::unique_ptr<ApproximateCholesky> factor_;
  int rounds_ = 0, last_rounds_ = 0;
};

}  // namespace metastasim::vessels
