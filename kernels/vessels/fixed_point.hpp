#pragma once
#include <deque>
#include <vector>

namespace metastasim::vessels {

/// Speeds up x = g(x): the next x is the combination of the last ones whose residuals g(x) - x
/// cancel best (Anderson 1965, doi 10.1145/321296.321305). Sums run in one fixed order.
class FixedPoint {
 public:
  explicit FixedPoint(std::size_t depth) : depth_(depth) {}

  /// Residuals count by their weights; alike where none are given.
  std::vector<double> next(const std::vector<double>& x, const std::vector<double>& g,
                           const std::vector<double>& weight = {});
  void forget() {
    residual_steps_.clear();
    value_steps_.clear();
    last_residual_.clear();
  }

 private:
  std::vector<double> combination(std::vector<double> residual,
                                  const std::vector<double>& weight) const;

  std::size_t depth_;
  std::deque<std::vector<double>> residual_steps_, value_steps_;
  std::vector<double> last_residual_, last_value_;
};

}  // namespace metastasim::vessels
