#include "host/geometry/waiting_points.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/core/math.hpp"

namespace metastasim::geometry {

struct WaitingPoints::Search {
  const Point& to;
  const std::function<bool(int)>& suits;
  int found = -1;
  double least_um = INFINITY;
};

WaitingPoints::WaitingPoints(std::vector<Point> points)
    : points_(std::move(points)),
      order_(points_.size()),
      leaf_of_(points_.size()),
      is_waiting_(points_.size(), 1) {
  std::iota(order_.begin(), order_.end(), 0);
  build(0, 0, static_cast<int>(points_.size()));
}

void WaitingPoints::build(std::size_t box, int begin, int end) {
  if (box >= boxes_.size()) boxes_.resize(2 * box + 1);
  Box made{
      begin, end, end - begin, {INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};
  for (int i = begin; i < end; ++i)
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double x = points_[order_[i]][axis];
      made.low[axis] = math::min(made.low[axis], x);
      made.high[axis] = math::max(made.high[axis], x);
    }
  boxes_[box] = made;
  if (made.is_leaf()) {
    for (int i = begin; i < end; ++i) leaf_of_[order_[i]] = static_cast<int>(box);
    return;
  }
  std::size_t longest = 0;
  for (std::size_t axis = 1; axis < 3; ++axis)
    if (made.high[axis] - made.low[axis] > made.high[longest] - made.low[longest]) longest = axis;
  const int middle = (begin + end) / 2;
  std::nth_element(order_.begin() + begin, order_.begin() + middle, order_.begin() + end,
                   [&](int a, int b) {
                     return std::pair(points_[a][longest], a) < std::pair(points_[b][longest], b);
                   });
  build(2 * box + 1, begin, middle);
  build(2 * box + 2, middle, end);
}

void WaitingPoints::leave(int point) {
  is_waiting_[point] = 0;
  for (auto box = static_cast<std::size_t>(leaf_of_[point]);; box = (box - 1) / 2) {
    --boxes_[box].waiting;
    if (box == 0) return;
  }
}

int WaitingPoints::nearest(const Point& to, const std::function<bool(int)>& suits) const {
  Search search{to, suits};
  look(0, search);
  return search.found;
}

void WaitingPoints::look(std::size_t box, Search& search) const {
  if (boxes_[box].waiting == 0 || boxes_[box].distance_um(search.to) > search.least_um) return;
  if (boxes_[box].is_leaf()) return compare(boxes_[box], search);
  std::size_t first = 2 * box + 1, second = 2 * box + 2;
  if (boxes_[second].distance_um(search.to) < boxes_[first].distance_um(search.to))
    std::swap(first, second);
  look(first, search);
  look(second, search);
}

void WaitingPoints::compare(const Box& leaf, Search& search) const {
  for (int i = leaf.begin; i < leaf.end; ++i) {
    const int point = order_[i];
    if (!is_waiting(point)) continue;
    const double d = distance(points_[point], search.to);
    const bool is_nearer = d < search.least_um || (d == search.least_um && point < search.found);
    if (!is_nearer || !search.suits(point)) continue;
    search.least_um = d;
    search.found = point;
  }
}

/// No more than that of any point in it, in the order of operations of distance().
double WaitingPoints::Box::distance_um(const Point& to) const {
  Point nearest;
  for (std::size_t axis = 0; axis < 3; ++axis)
    nearest[axis] = math::min(math::max(to[axis], low[axis]), high[axis]);
  return distance(nearest, to);
}

}  // namespace metastasim::geometry
