#include "host/io/reach.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/grid.hpp"

namespace metastasim {

namespace {

using Point = std::array<double, 3>;

Point at(Position p) {
  const auto um = [](std::int32_t v) { return static_cast<double>(to_um(v)); };
  return {um(p.x), um(p.y), um(p.z)};
}

std::vector<Point> tumour_cells(const Table& cells) {
  const auto kind = cells.to_host(cell::kind);
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  std::vector<Point> points;
  for (std::size_t i = 0; i < kind.size(); ++i)
    if (is_tumour(kind[i])) points.push_back(at({x[i], y[i], z[i]}));
  return points;
}

Point mean(const std::vector<Point>& points) {
  Point sum{};
  for (const Point& p : points)
    for (std::size_t a = 0; a < 3; ++a) sum[a] += p[a] / static_cast<double>(points.size());
  return sum;
}

}  // namespace

double reach_um(const Table& cells) {
  const std::vector<Point> points = tumour_cells(cells);
  if (points.empty()) return 0;
  const Point centre = mean(points);
  std::vector<double> distance;
  distance.reserve(points.size());
  for (const Point& p : points)
    distance.push_back(std::hypot(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]));
  const auto nth =
      distance.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(points.size() - 1));
  std::nth_element(distance.begin(), nth, distance.end());
  return *nth;
}

}  // namespace metastasim
