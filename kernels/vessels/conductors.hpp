#pragma once
#include <vector>

namespace metastasim::vessels {

/// The chains of a network as the linear solves see them: each joins two unknown pressures, or one
/// to the ground, which stands for every known pressure and has the number `unknowns`.
struct Conductors {
  int unknowns = 0;
  std::vector<int> from, to;
  std::vector<double> conductance;  ///< [nl/min/mmHg]

  int count() const { return static_cast<int>(from.size()); }
  int ground() const { return unknowns; }
};

/// Said where no solve can go on.
inline constexpr const char* unsolvable =
    "the pressures of the vessel network cannot be found: its conductances differ by more than "
    "double precision holds. Look for extreme diameters with `metastasim network check`";

/// Finds the pressures that make given flows leave the unknown nodes.
class LinearSolve {
 public:
  virtual ~LinearSolve() = default;
  /// From here on with these conductances. Throws NumericalError where they cannot be told from a
  /// singular matrix in double.
  virtual void set(const std::vector<double>& conductance) = 0;
  /// Pressures at the unknown nodes for the flows wanted there; an iterative solve leaves
  /// `reduction` of the error (in the norm of the power that flow dissipates).
  virtual std::vector<double> solve(const std::vector<double>& flow, double reduction) = 0;
  /// Resistance of all conductors together between the two ends of each [mmHg min/nl].
  virtual std::vector<double> end_to_end_resistance() = 0;
};

}  // namespace metastasim::vessels
