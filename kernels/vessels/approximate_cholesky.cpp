#include "kernels/vessels/approximate_cholesky.hpp"

#include <algorithm>

#include "kernels/core/hash.hpp"
#include "kernels/core/random.hpp"

namespace metastasim::vessels {

namespace {

/// Nodes by degree, to be taken from the lowest degree up. A node whose degree has changed is
/// entered anew; where it stood before it is passed over.
class DegreeQueue {
 public:
  explicit DegreeQueue(std::size_t nodes) : degree_(nodes) {}

  void change(int node, int by) {
    const int degree = degree_[node] += by;
    if (degree >= static_cast<int>(of_degree_.size())) of_degree_.resize(degree + 1);
    of_degree_[degree].push_back(node);
    lowest_ = std::min(lowest_, degree);
  }

  /// -1: none is left.
  int take() {
    for (; lowest_ < static_cast<int>(of_degree_.size()); ++lowest_)
      while (!of_degree_[lowest_].empty()) {
        const int node = of_degree_[lowest_].back();
        of_degree_[lowest_].pop_back();
        if (degree_[node] != lowest_) continue;
        degree_[node] = -1;
        return node;
      }
    return -1;
  }
  bool is_taken(int node) const { return degree_[node] < 0; }

 private:
  std::vector<int> degree_;
  std::vector<std::vector<int>> of_degree_;
  int lowest_ = 0;
};

struct Neighbour {
  int node;
  double conductance;
};

}  // namespace

class Elimination {
 public:
  Elimination(const Conductors& c, ApproximateCholesky& out)
      : ground_(c.ground()), newest_(c.unknowns, -1), waiting_(c.unknowns), out_(out) {
    for (int i = 0; i < c.count(); ++i)
      if (c.from[i] != c.to[i]) join(c.from[i], c.to[i], c.conductance[i]);
    out_.first_.push_back(0);
    for (int node = waiting_.take(); node >= 0; node = waiting_.take()) eliminate(node);
  }

 private:
  struct Half {
    int other, next;
    double conductance;
  };

  void join(int a, int b, double conductance) {
    for (const auto& [here, there] : {std::pair(a, b), std::pair(b, a)}) {
      if (here == ground_) continue;
      halves_.push_back({there, newest_[here], conductance});
      newest_[here] = static_cast<int>(halves_.size()) - 1;
      waiting_.change(here, 1);
    }
  }

  /// What is still there beside a node, parallel conductors as one, the weakest first.
  void gather(int node) {
    beside_.clear();
    for (int h = newest_[node]; h >= 0; h = halves_[h].next) {
      const int other = halves_[h].other;
      if (other != ground_ && waiting_.is_taken(other)) continue;
      if (other != ground_) waiting_.change(other, -1);
      beside_.push_back({other, halves_[h].conductance});
    }
    std::stable_sort(beside_.begin(), beside_.end(),
                     [](auto& a, auto& b) { return a.node < b.node; });
    std::size_t kept = 0;
    for (const Neighbour& n : beside_)
      if (kept > 0 && beside_[kept - 1].node == n.node)
        beside_[kept - 1].conductance += n.conductance;
      else
        beside_[kept++] = n;
    beside_.resize(kept);
    std::stable_sort(beside_.begin(), beside_.end(),
                     [](auto& a, auto& b) { return a.conductance < b.conductance; });
  }

  void eliminate(int node) {
    gather(node);
    stronger_.assign(beside_.size() + 1, 0.0);
    for (std::size_t i = beside_.size(); i-- > 0;)
      stronger_[i] = stronger_[i + 1] + beside_[i].conductance;
    const double all = stronger_[0];
    for (const Neighbour& n : beside_)
      if (n.node != ground_) {
        out_.row_.push_back(n.node);
        out_.entry_.push_back(n.conductance / all);
      }
    out_.order_.push_back(node);
    out_.diagonal_.push_back(all);
    out_.first_.push_back(static_cast<int>(out_.row_.size()));
    join_neighbours(node, all);
  }

  /// Each to one of the stronger, drawn by conductance.
  void join_neighbours(int node, double all) {
    static constexpr auto process = static_cast<std::uint16_t>(name_key("approximate Cholesky"));
    const Draws draws{0, static_cast<std::uint64_t>(node), 0, process};
    for (std::size_t i = 0; i + 1 < beside_.size(); ++i) {
      const double rest = stronger_[i + 1];
      double sought = draws.uniform(static_cast<std::uint16_t>(i)) * rest;
      std::size_t drawn = beside_.size() - 1;
      for (; drawn > i + 1 && sought >= beside_[drawn].conductance; --drawn)
        sought -= beside_[drawn].conductance;
      join(beside_[i].node, beside_[drawn].node, beside_[i].conductance * (rest / all));
    }
  }

  int ground_;
  std::vector<Half> halves_;
  std::vector<int> newest_;  ///< of each node's halves
  DegreeQueue waiting_;
  ApproximateCholesky& out_;
  std::vector<Neighbour> beside_;  ///< scratch: of the node at work
  std::vector<double> stronger_;   ///< scratch: sum from here on
};

ApproximateCholesky::ApproximateCholesky(const Conductors& conductors) {
  Elimination(conductors, *this);
}

template <int lanes>
void ApproximateCholesky::solve(std::vector<double>& x) const {
  for (std::size_t k = 0; k < order_.size(); ++k) {
    const double* own = &x[static_cast<std::size_t>(order_[k]) * lanes];
    for (int e = first_[k]; e < first_[k + 1]; ++e) {
      double* other = &x[static_cast<std::size_t>(row_[e]) * lanes];
      for (int l = 0; l < lanes; ++l) other[l] += entry_[e] * own[l];
    }
  }
  for (std::size_t k = order_.size(); k-- > 0;) {
    double* own = &x[static_cast<std::size_t>(order_[k]) * lanes];
    for (int l = 0; l < lanes; ++l) own[l] /= diagonal_[k];
    for (int e = first_[k]; e < first_[k + 1]; ++e) {
      const double* other = &x[static_cast<std::size_t>(row_[e]) * lanes];
      for (int l = 0; l < lanes; ++l) own[l] += entry_[e] * other[l];
    }
  }
}

template void ApproximateCholesky::solve<1>(std::vector<double>&) const;
template void ApproximateCholesky::solve<8>(std::vector<double>&) const;

}  // namespace metastasim::vessels
