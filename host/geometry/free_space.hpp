#pragma once
#include <array>
#include <optional>

namespace metastasim::geometry {

using Point = std::array<double, 3>;

double distance(const Point& a, const Point& b);
Point between(const Point& a, const Point& b);

struct Sphere {
  Point centre_um{};
  double radius_um = 0;
};

/// Where a generator may lay vessels: a block without a sphere.
struct FreeSpace {
  Point block_um{};
  std::optional<Sphere> keep_out{};
  double clearance_um = 0;  ///< of a vessel's axis from the sphere
};

/// Whether the straight line from a to b stays in the space.
bool is_free(const FreeSpace& space, const Point& a, const Point& b);

/// The block without the part of the sphere inside it; clearance does not count.
double volume_mm3(const FreeSpace& space);

}  // namespace metastasim::geometry
