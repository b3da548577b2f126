#pragma once
#include <memory>

#include "kernels/vessels/topology.hpp"

/// Kirchhoff's law on the junctions of a network: the flows g (p_a - p_b) of the chains at a node
/// sum to what is imposed there.
namespace metastasim::vessels {

struct Pressures {
  std::vector<double> node_mmhg;         ///< at junctions; NaN elsewhere
  std::vector<double> chain_nl_per_min;  ///< along the chain
  double imbalance = 0;  ///< flow that goes missing at a node, as a part of the largest flow
};

/// Networks with more unknown pressures than this keep the factor of one solve for the next, and only make
/// good what changed since; others are solved anew each time, to rounding.
constexpr int most_solved_anew = 500;
/// Networks with more than this have an approximate factor only.
constexpr int most_solved_directly = 5000;

/// Solves in double, in one thread and a fixed order; many times for changing conductances.
class PressureSolve {
 public:
  /// A connected component that has no pressure condition gets `gauge_mmhg` at its lowest numbered
  /// boundary node. Throws InputError where the flows imposed on such a component do not
  /// sum to zero within 1 % of what enters.
  PressureSolve(const Network& network, const Chains& chains, const std::vector<Boundary>& boundary,
                double gauge_mmhg);
  ~PressureSolve();

  /// Pressures of nodes, NaN where none is known, from which the first solve of a large network sets
  /// out.
  void start_from(const std::vector<double>& node_mmhg);

  /// Flows are corrected by their own residual, so that they balance: to `accuracy` of the largest
  /// flow in a large network, to rounding in a small one; how far they came is told with them. Throws NumericalError where the matrix is
  /// singular in double.
  Pressures solve(const std::vector<double>& conductance, double accuracy);
  /// Brings the last solve of a large network to a better accuracy.
  void refine(Pressures& found, double accuracy);

  /// Resistance of the whole network between the two ends of each chain [mmHg min/nl], with the
  /// conductances of the last solve: estimated where 20,000 pressures
  /// or more are unknown (probes.hpp), exact otherwise.
  std::vector<double> end_to_end_resistance();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace metastasim::vessels
