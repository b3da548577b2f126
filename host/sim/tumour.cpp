#include "host/sim/tumour.hpp"

#include <algorithm>
#include <cmath>

namespace metastasim {

namespace {

/// Hexagonal close packing: layers sqrt(2/3) apart, rows sqrt(3)/2 apart, every other layer
/// shifted.
std::array<double, 3> lattice_point(int i, int j, int k) {
  const double shift = (k % 2 != 0) ? 1.0 / 3 : 0.0;
  const double y = std::sqrt(3.0) / 2 * (j + shift);
  const double x = i + ((j + k) % 2 != 0 ? 0.5 : 0.0);
  return {x, y, std::sqrt(2.0 / 3) * k};
}

double whole_cells_within(double diameter, double distance) { return diameter / 2 - distance / 2; }

}  // namespace

double packed_cells(double diameter, double distance) {
  const double radius = whole_cells_within(diameter, distance);
  if (radius < 0) return 0;
  const double per_volume = std::sqrt(2.0) / (distance * distance * distance);
  return std::max(1.0, 4.0 / 3 * M_PI * radius * radius * radius * per_volume);
}

std::vector<std::array<double, 3>> pack_ball(const std::array<double, 3>& centre, double diameter,
                                             double distance) {
  std::vector<std::array<double, 3>> points;
  const double radius = whole_cells_within(diameter, distance);
  if (radius < 0) return points;
  const int reach = static_cast<int>(std::ceil(diameter / distance)) + 1;
  for (int k = -reach; k <= reach; ++k)
    for (int j = -reach; j <= reach; ++j)
      for (int i = -reach; i <= reach; ++i) {
        const auto p = lattice_point(i, j, k);
        const double x = p[0] * distance, y = p[1] * distance, z = p[2] * distance;
        if (x * x + y * y + z * z <= radius * radius)
          points.push_back({centre[0] + x, centre[1] + y, centre[2] + z});
      }
  return points;
}

}  // namespace metastasim
