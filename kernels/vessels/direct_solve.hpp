#pragma once
#include "kernels/vessels/conductors.hpp"
#include "kernels/vessels/selected_inverse.hpp"

namespace metastasim::vessels {

/// For networks small enough that a full factor costs little: L D L^T in an order of approximate
/// minimum degree (Amestoy, Davis, Duff 1996), one symbolic factorization for all conductances. While
/// they change little, the factor of earlier ones leaves conjugate gradients few rounds to go.
class DirectSolve : public LinearSolve {
 public:
  explicit DirectSolve(Conductors conductors);
  void set(const std::vector<double>& conductance) override;
  /// With a factor of the present conductances, to rounding, where `reduction` is 0.
  std::vector<double> solve(const std::vector<double>& flow, double reduction) override;
  /// Entries of the inverse matrix that lie in the factor's pattern (Takahashi 1973).
  std::vector<double> end_to_end_resistance() override;

 private:
  Matrix matrix() const;
  void factorize();
  void through_factor(std::vector<double>& flow) const;
  std::vector<double> iterate(std::vector<double> flow, double reduction);

  Conductors conductors_;
  std::vector<int> row_;  ///< of each unknown, in the order of elimination; -1: the ground
  Factor factor_;
  bool is_of_these_ = false;  ///< the factor, of the conductances set last
  int last_rounds_ = 0;
};

}  // namespace metastasim::vessels
