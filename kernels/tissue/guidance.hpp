#pragma once
#include "kernels/core/math.hpp"
#include "kernels/core/random.hpp"
#include "kernels/state/grid.hpp"

/// What steers and what slows a crawling cell; motility.cu states the equations.
namespace metastasim::tissue {

struct Vector {
  float x, y, z;
  HD float length() const { return math::sqrt(x * x + y * y + z * z); }
  HD friend Vector operator+(Vector a, Vector b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  HD friend Vector operator*(float s, Vector v) { return {s * v.x, s * v.y, s * v.z}; }
};

/// The slope of a field in a voxel, per um, from its two neighbours along each axis; at the block's
/// faces from the one that there is.
HD inline Vector slope(const float* values, const Grid& grid, Voxel v) {
  const auto along = [&](int i, int n, std::int64_t stride) {
    const int low = math::max(i - 1, 0), high = math::min(i + 1, n - 1);
    if (low == high) return 0.0f;
    const std::int64_t here = grid.at(v.x, v.y, v.z);
    return (values[here + (high - i) * stride] - values[here + (low - i) * stride]) /
           (static_cast<float>(high - low) * grid.spacing_um);
  };
  return {along(v.x, grid.nx, 1), along(v.y, grid.ny, grid.row()),
          along(v.z, grid.nz, grid.slab())};
}

/// A pull of at most `strength` along a slope, half of it where the slope is `half`.
HD inline Vector pull(Vector slope, float strength, float half) {
  return strength / (slope.length() + half) * slope;
}

/// A new direction: the pull, and chance for what the pull leaves.
HD inline Vector steer(Vector pull, UnitVector chance) {
  const float free = math::max(1 - pull.length(), 0.0f);
  const Vector wanted = pull + free * Vector{chance.x, chance.y, chance.z};
  const float length = wanted.length();
  return length > 0 ? 1 / length * wanted : Vector{chance.x, chance.y, chance.z};
}

/// The part of its speed that the pores of the matrix leave a cell: none at a tenth of its
/// nucleus's cross-section, all at the whole, linear in between. Fibres of the same thickness leave
/// pores of an area inverse to their amount; `pore_area_um2` is that where the amount is 1.
HD inline float pore_factor(float fibres, float pore_area_um2, float nucleus_um2) {
  const float narrowest = 0.1f * nucleus_um2;
  const float room = pore_area_um2 - narrowest * fibres;
  const float needed = (nucleus_um2 - narrowest) * fibres;
  return room >= needed ? 1.0f : math::max(room / needed, 0.0f);
}

}  // namespace metastasim::tissue
