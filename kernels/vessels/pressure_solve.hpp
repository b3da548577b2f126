#pragma once
#include <memory>

#include "kernels/vessels/topology.hpp"

/// Kirchhoff's law on the junctions of a network: the flows g (p_a - p_b) of the chains at a node
/// sum to what is imposed there.
namespace metastasim::vessels {

struct Pressures {
  std::vector<double> node_mmhg;         ///< at junctions; NaN elsewhere
  std::vector<double> chain_nl_per_min;  ///< along the chain
};

/// One symbolic factorization for all conductances (LDL^T, order fixed, single thread). In a large
/// network the factor of earlier conductances serves as long as conjugate gradients find the new
/// pressures with its help in a few rounds (Hestenes and Stiefel 1952).
class PressureSolve {
 public:
  /// A connected component that has no pressure condition gets `gauge_mmhg` at its lowest numbered
  /// boundary node. Throws InputError where the flows imposed on such a component do not
  /// sum to zero within 1 % of what enters.
  PressureSolve(const Network& network, const Chains& chains, const std::vector<Boundary>& boundary,
                double gauge_mmhg);
  ~PressureSolve();

  /// Flows are corrected by their own residual, so that they balance: to `accuracy` of the largest
  /// flow in a large network, to rounding in a small one. Throws NumericalError where the matrix is
  /// singular in double.
  Pressures solve(const std::vector<double>& conductance, double accuracy);

  /// Resistance of the whole network between the two ends of each chain [mmHg min/nl], with the
  /// conductances of the last solve: entries of the inverse matrix that lie in the factor's pattern
  /// (Takahashi 1973), all of them for about the price of one more factorization.
  std::vector<double> end_to_end_resistance();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace metastasim::vessels
