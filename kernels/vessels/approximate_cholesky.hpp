#pragma once
#include "kernels/vessels/conductors.hpp"

namespace metastasim::vessels {

/// L D L^T near the matrix of a network of conductors, with about as many entries as it has
/// conductors: where an elimination would join all neighbours of a node with each other, a random
/// tree joins them whose expected conductances are those of the clique (Kyng and Sachdeva 2016,
/// doi 10.1109/FOCS.2016.68; sampling and order of Gao, Kyng and Spielman 2023, arXiv:2303.00709).
/// Draws are numbered by node, so the same conductors give the same factor on every machine.
class ApproximateCholesky {
 public:
  explicit ApproximateCholesky(const Conductors& conductors);

  /// x = (L D L^T)^-1 x for `lanes` right sides at once: x[unknown * lanes + lane].
  template <int lanes>
  void solve(std::vector<double>& x) const;

  std::size_t entries() const { return row_.size(); }

 private:
  friend class Elimination;
  std::vector<int> order_;                ///< unknowns, the first eliminated first
  std::vector<int> first_, row_;          ///< column k: row_[first_[k]] .. row_[first_[k + 1] - 1]
  std::vector<double> entry_, diagonal_;  ///< of -L and D, by columns
};

}  // namespace metastasim::vessels
