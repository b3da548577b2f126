#pragma once
#include <Eigen/SparseCholesky>

namespace metastasim::vessels {

using Matrix = Eigen::SparseMatrix<double>;
/// In the order of its rows: see elimination_order.hpp.
using Factor = Eigen::SimplicialLDLT<Matrix, Eigen::Lower, Eigen::NaturalOrdering<int>>;

/// Those entries of A^-1 that lie in the pattern of its factor L, A = L D L^T:
///   Z_ij = - sum_k L_kj Z_ik  (i > j),   Z_jj = 1/D_j - sum_k L_kj Z_kj,   k in column j of L,
/// from the last column to the first (Takahashi 1973; Erisman and Tinney 1975). Every Z_ik needed
/// is in the pattern again.
class SelectedInverse {
 public:
  explicit SelectedInverse(const Factor& factor);
  /// Entry of the inverse; (row, column) must be in the pattern of A.
  double operator()(int row, int column) const;

 private:
  void fill_column(int column, const Factor& factor);

  Matrix below_;  ///< strictly lower part
  Eigen::VectorXd diagonal_;
  std::vector<int> at_;       ///< scratch: place of a row in the column at work, or -1
  std::vector<double> sums_;  ///< scratch
};

}  // namespace metastasim::vessels
