#include "host/geometry/free_space.hpp"

#include <cmath>

#include "kernels/core/math.hpp"

namespace metastasim::geometry {

namespace {

Point nearest_on_line(const Point& a, const Point& b, const Point& to) {
  double along = 0, squared = 0;
  for (int axis = 0; axis < 3; ++axis) {
    along += (to[axis] - a[axis]) * (b[axis] - a[axis]);
    squared += math::square(b[axis] - a[axis]);
  }
  const double t = squared > 0 ? math::clamp(along / squared, 0.0, 1.0) : 0;
  return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}

}  // namespace

double distance(const Point& a, const Point& b) {
  return std::sqrt(math::square(a[0] - b[0]) + math::square(a[1] - b[1]) +
                   math::square(a[2] - b[2]));
}

Point between(const Point& a, const Point& b) {
  return {0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.5 * (a[2] + b[2])};
}

bool is_free(const FreeSpace& space, const Point& a, const Point& b) {
  for (int axis = 0; axis < 3; ++axis)
    if (math::min(a[axis], b[axis]) < 0 || math::max(a[axis], b[axis]) > space.block_um[axis])
      return false;
  if (!space.keep_out) return true;
  const Point& c = space.keep_out->centre_um;
  return distance(c, nearest_on_line(a, b, c)) > space.keep_out->radius_um + space.clearance_um;
}

double volume_mm3(const FreeSpace& space) {
  const auto& w = space.block_um;
  const double block = w[0] * w[1] * w[2] * 1e-9;
  if (!space.keep_out) return block;
  constexpr int n = 64;  // points along each axis at which the sphere is felt for
  int inside = 0;
  for (int i = 0; i < n * n * n; ++i) {
    const int x = i % n, y = i / n % n, z = i / n / n;
    const Point p{(x + 0.5) * w[0] / n, (y + 0.5) * w[1] / n, (z + 0.5) * w[2] / n};
    inside += distance(p, space.keep_out->centre_um) < space.keep_out->radius_um;
  }
  return block * (1 - static_cast<double>(inside) / (n * n * n));
}

}  // namespace metastasim::geometry
