#pragma once
#include <functional>
#include <vector>

#include "host/geometry/free_space.hpp"

namespace metastasim::geometry {

/// Points that leave one by one, while the nearest of those left is asked for again and again: a tree
/// of boxes, each halved at the median (a k-d tree), that knows which of them are empty.
class WaitingPoints {
 public:
  explicit WaitingPoints(std::vector<Point> points);

  const Point& operator[](int point) const { return points_[point]; }
  bool is_waiting(int point) const { return is_waiting_[point] != 0; }
  void leave(int point);

  /// Number of the nearest that waits and is suitable, of equals the lowest; -1: none.
  int nearest(const Point& to, const std::function<bool(int)>& suits) const;

 private:
  /// Holds order_[begin] .. order_[end - 1]; its halves are boxes 2 n + 1 and 2 n + 2.
  struct Box {
    int begin = 0, end = 0, waiting = 0;
    Point low{}, high{};
    bool is_leaf() const { return end - begin <= 8; }
    double distance_um(const Point& to) const;
  };
  struct Search;
  void build(std::size_t box, int begin, int end);
  void look(std::size_t box, Search& search) const;
  void compare(const Box& leaf, Search& search) const;

  std::vector<Point> points_;
  std::vector<int> order_, leaf_of_;  ///< leaf_of_: the box of each point
  std::vector<char> is_waiting_;
  std::vector<Box> boxes_;
};

}  // namespace metastasim::geometry
