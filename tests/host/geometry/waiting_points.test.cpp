#include "host/geometry/waiting_points.hpp"

#include <gtest/gtest.h>

#include "kernels/core/random.hpp"

namespace metastasim::geometry {
namespace {

Point drawn(std::uint64_t number) {
  const Draws draws{1, number, 0, 0};
  return {100 * draws.uniform(0), 60 * draws.uniform(1), 10 * draws.uniform(2)};
}

int nearest_of_all(const std::vector<Point>& points, const WaitingPoints& waiting, const Point& to,
                   const std::function<bool(int)>& suits) {
  int found = -1;
  for (int p = 0; p < static_cast<int>(points.size()); ++p)
    if (waiting.is_waiting(p) && suits(p) &&
        (found < 0 || distance(points[p], to) < distance(points[found], to)))
      found = p;
  return found;
}

TEST(WaitingPoints, TheNearestIsTheOneThatLookingAtAllWouldFind) {
  std::vector<Point> points;
  for (std::uint64_t i = 0; i < 700; ++i) points.push_back(drawn(i));
  for (std::uint64_t i = 0; i < 50; ++i) points.push_back(drawn(i));  // again: equals
  WaitingPoints waiting(points);
  const auto suits = [](int p) { return p % 3 != 0; };
  for (std::uint64_t i = 0; i < 600; ++i) {
    const Point to = drawn(1000 + i);
    const int found = waiting.nearest(to, suits);
    ASSERT_EQ(found, nearest_of_all(points, waiting, to, suits));
    if (found >= 0) waiting.leave(found);
  }
  EXPECT_EQ(waiting.nearest(drawn(0), suits), -1);
}

TEST(WaitingPoints, OfNoPointsNoneIsTheNearest) {
  EXPECT_EQ(WaitingPoints({}).nearest({0, 0, 0}, [](int) { return true; }), -1);
}

}  // namespace
}  // namespace metastasim::geometry
