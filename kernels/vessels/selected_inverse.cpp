#include "kernels/vessels/selected_inverse.hpp"

#include <algorithm>

namespace metastasim::vessels {

SelectedInverse::SelectedInverse(const Factor& factor)
    : below_(factor.matrixL().nestedExpression()),
      diagonal_(factor.vectorD().cwiseInverse()),
      at_(below_.cols(), -1) {
  for (int column = static_cast<int>(below_.cols()) - 1; column >= 0; --column)
    fill_column(column, factor);
}

void SelectedInverse::fill_column(int column, const Factor& factor) {
  const Matrix& lower = factor.matrixL().nestedExpression();
  const int* rows = below_.innerIndexPtr();
  const double* l = lower.valuePtr();
  double* z = below_.valuePtr();
  const int first = below_.outerIndexPtr()[column], end = below_.outerIndexPtr()[column + 1];
  sums_.assign(end - first, 0.0);
  for (int e = first; e < end; ++e) at_[rows[e]] = e - first;
  for (int e = first; e < end; ++e) {
    const int k = rows[e];
    sums_[e - first] += l[e] * diagonal_[k];
    for (int f = below_.outerIndexPtr()[k]; f < below_.outerIndexPtr()[k + 1]; ++f) {
      const int i = at_[rows[f]];
      if (i < 0) continue;
      sums_[i] += l[e] * z[f];
      sums_[e - first] += l[first + i] * z[f];
    }
  }
  for (int e = first; e < end; ++e) {
    at_[rows[e]] = -1;
    z[e] = -sums_[e - first];
    diagonal_[column] -= l[e] * z[e];
  }
}

double SelectedInverse::operator()(int row, int column) const {
  const auto [low, high] = std::minmax(row, column);
  if (low == high) return diagonal_[low];
  const int* rows = below_.innerIndexPtr();
  const int* end = rows + below_.outerIndexPtr()[low + 1];
  const int* found = std::lower_bound(rows + below_.outerIndexPtr()[low], end, high);
  return found != end && *found == high ? below_.valuePtr()[found - rows] : 0.0;
}

}  // namespace metastasim::vessels
