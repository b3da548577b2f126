#pragma once
#include "kernels/state/grid.hpp"

/// What a point feels of a field, for kernels. Ghosts are not read: at the faces of the block the
/// nearest voxels inside count.
namespace metastasim::tissue {

HD inline float value_at(const float* field, const Grid& grid, Position p) {
  return field[grid.voxel_of(p)];
}

struct Gradient {
  float x, y, z;  ///< unit of the field per um
};

/// Central differences around the voxel that holds the point, one-sided at the faces.
HD inline Gradient gradient_at(const float* field, const Grid& grid, Position p) {
  const Voxel v = grid.voxel_at(p);
  const auto slope = [&](int here, int n, int dx, int dy, int dz) {
    const int up = here < n - 1 ? 1 : 0, down = here > 0 ? 1 : 0;
    if (up + down == 0) return 0.0f;
    const float above = field[grid.at(v.x + up * dx, v.y + up * dy, v.z + up * dz)];
    const float below = field[grid.at(v.x - down * dx, v.y - down * dy, v.z - down * dz)];
    return (above - below) / (static_cast<float>(up + down) * grid.spacing_um);
  };
  return {slope(v.x, grid.nx, 1, 0, 0), slope(v.y, grid.ny, 0, 1, 0), slope(v.z, grid.nz, 0, 0, 1)};
}

}  // namespace metastasim::tissue
