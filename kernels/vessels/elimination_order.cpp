#include "kernels/vessels/elimination_order.hpp"

#include <algorithm>
#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <numeric>

namespace metastasim::vessels {

namespace {

std::vector<int> by_degree(const Coupling& coupling) {
  const auto size = static_cast<int>(coupling.places.size());
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < size; ++i) entries.emplace_back(i, i, 1.0);
  for (const auto& [a, b] : coupling.pairs)
    entries.emplace_back(std::max(a, b), std::min(a, b), 1.0);
  Eigen::SparseMatrix<double> lower(size, size);
  lower.setFromTriplets(entries.begin(), entries.end());
  Eigen::AMDOrdering<int>::PermutationType order;
  Eigen::AMDOrdering<int>()(lower.selfadjointView<Eigen::Lower>(), order);
  return {order.indices().begin(), order.indices().end()};
}

class Dissection {
 public:
  explicit Dissection(const Coupling& coupling)
      : places_(coupling.places),
        first_(coupling.places.size() + 1),
        beside_(2 * coupling.pairs.size()),
        half_(coupling.places.size()),
        order_(coupling.places.size()) {
    for (const auto& [a, b] : coupling.pairs) ++first_[a + 1], ++first_[b + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    std::vector<int> next = first_;
    for (const auto& [a, b] : coupling.pairs) beside_[next[a]++] = b, beside_[next[b]++] = a;
    std::iota(order_.begin(), order_.end(), 0);
    split(0, static_cast<int>(order_.size()));
  }
  const std::vector<int>& order() const { return order_; }

 private:
  void split(int first, int last) {
    constexpr int few = 24;
    if (last - first <= few) return;
    halve(first, last);
    const auto [first_half, second_half] = part(first, last);
    split(first, first + first_half);
    split(first + first_half, first + first_half + second_half);
  }

  int longest_axis(int first, int last) const {
    std::array<double, 3> low = places_[order_[first]], high = low;
    for (int i = first; i < last; ++i)
      for (std::size_t axis = 0; axis < 3; ++axis) {
        low[axis] = std::min(low[axis], places_[order_[i]][axis]);
        high[axis] = std::max(high[axis], places_[order_[i]][axis]);
      }
    int longest = 0;
    for (int axis = 1; axis < 3; ++axis)
      if (high[axis] - low[axis] > high[longest] - low[longest]) longest = axis;
    return longest;
  }

  /// Marks what lies before (1) and behind (2) the middle of the longest axis.
  void halve(int first, int last) {
    const int axis = longest_axis(first, last), middle = first + (last - first) / 2;
    std::nth_element(order_.begin() + first, order_.begin() + middle, order_.begin() + last,
                     [&](int a, int b) {
                       return std::pair(places_[a][axis], a) < std::pair(places_[b][axis], b);
                     });
    for (int i = first; i < last; ++i) half_[order_[i]] = i < middle ? 1 : 2;
  }

  bool touches_other_half(int unknown) const {
    const int other = 3 - half_[unknown];
    return std::any_of(beside_.begin() + first_[unknown], beside_.begin() + first_[unknown + 1],
                       [&](int neighbour) { return half_[neighbour] == other; });
  }

  /// First half, second half, then the smaller of the two borders; returns the sizes of the halves.
  std::pair<int, int> part(int first, int last) {
    std::vector<int> inner[3], border[3];
    for (int i = first; i < last; ++i) {
      const int unknown = order_[i], half = half_[unknown];
      (touches_other_half(unknown) ? border : inner)[half].push_back(unknown);
    }
    for (int i = first; i < last; ++i) half_[order_[i]] = 0;
    const int cut = border[1].size() <= border[2].size() ? 1 : 2, kept = 3 - cut;
    inner[kept].insert(inner[kept].end(), border[kept].begin(), border[kept].end());
    auto at = order_.begin() + first;
    for (const auto* unknowns : {&inner[1], &inner[2], &border[cut]}) {
      at = std::copy(unknowns->begin(), unknowns->end(), at);
      std::sort(at - static_cast<std::ptrdiff_t>(unknowns->size()), at);
    }
    return {static_cast<int>(inner[1].size()), static_cast<int>(inner[2].size())};
  }

  const std::vector<std::array<double, 3>>& places_;
  std::vector<int> first_, beside_;  ///< neighbours of each unknown
  std::vector<char> half_;
  std::vector<int> order_;
};

}  // namespace

std::vector<int> elimination_order(const Coupling& coupling) {
  if (coupling.places.size() < least_dissected) return by_degree(coupling);
  return Dissection(coupling).order();
}

}  // namespace metastasim::vessels
