#pragma once
#include "kernels/vessels/conductors.hpp"

namespace metastasim::vessels {

/// Estimates the resistance of a whole network between the two ends of each conductor from a fixed
/// number of solves, whatever its size. With A the matrix, B the incidence, g the conductances,
///   T = G B^T A^-1 B G,  G = sqrt(g),       T_ee = g_e R_e,
/// and P = 1 - T are projections, so that T_ee = sum_f T_ef^2, P_ee = sum_f P_ef^2: the means of
/// the squares of (T s)_e and (P s)_e over random signs s (Bekas, Kokiopoulou and Saad 2007; for
/// resistances Spielman and Srivastava 2011, doi 10.1137/080734029). Both fall off with distance,
/// so a probe holds only conductors far from each other (Tang and Saad 2012, doi 10.1002/nla.779).
/// Standard error of P_ee with 64 probes: 2 to 3 % in a capillary net, 15 % where P_ee < 0.1.
class Probes {
 public:
  static constexpr int count = 64, at_once = 8;
  /// Error of a probe's solve as a part of the probe.
  static constexpr double reduction = 1e-3;

  explicit Probes(const Conductors& conductors);

  bool next() { return ++batch_ * at_once < count; }
  /// What the next `at_once` probes feed into the unknown nodes: flow[node * at_once + lane].
  std::vector<double> flow() const;
  void answer(const std::vector<double>& pressure);
  std::vector<double> resistance() const;

 private:
  const Conductors& conductors_;
  std::vector<int> probe_;                    ///< in which each conductor takes part
  std::vector<double> strength_;              ///< sqrt(g) with a random sign
  std::vector<double> through_, circulates_;  ///< T_ee and P_ee so far
  int batch_ = -1;
};

}  // namespace metastasim::vessels
