#pragma once
#include <cstdint>

#include "kernels/core/math.hpp"
#include "kernels/core/platform.hpp"

namespace metastasim {

/// Positions are int32 fixed point: 2^-16 um a unit, so a block may span 32 mm and a cell that
/// creeps 2e-4 um a step still moves, wherever it is.
constexpr float units_per_um = 65536.0f;
constexpr float um_per_unit = 1.0f / 65536.0f;

struct Position {
  std::int32_t x, y, z;
};

HD inline std::int32_t to_fixed(float um) { return math::to_int(um * units_per_um); }
HD inline float to_um(std::int32_t fixed) { return static_cast<float>(fixed) * um_per_unit; }

struct Voxel {
  int x, y, z;
};

/// A brick of at most 8^3 voxels, half-open.
struct Tile {
  int x0, y0, z0, x1, y1, z1;
};

/// A block of voxels: nx, ny, nz voxels of `spacing_um`, one corner at the block's own origin (0,
/// 0, 0). Trivially copyable; every field of a site shares it. Arrays carry one ghost layer on each
/// side: boundary conditions now, neighbour ranks later.
struct Grid {
  int nx = 0, ny = 0, nz = 0;
  float spacing_um = 0;

  friend bool operator==(const Grid&, const Grid&) = default;
  HD std::int64_t voxels() const { return static_cast<std::int64_t>(nx) * ny * nz; }
  HD std::int64_t stored() const { return static_cast<std::int64_t>(nx + 2) * (ny + 2) * (nz + 2); }
  /// Where voxel (x, y, z) stands in an array with ghosts; -1 and n are the ghost layers.
  HD std::int64_t at(int x, int y, int z) const {
    return (static_cast<std::int64_t>(z + 1) * (ny + 2) + (y + 1)) * (nx + 2) + (x + 1);
  }
  HD std::int64_t row() const { return nx + 2; }
  HD std::int64_t slab() const { return static_cast<std::int64_t>(nx + 2) * (ny + 2); }
  /// The voxel's number without ghosts, x fastest: its identity in hashes and files.
  HD std::int64_t number(int x, int y, int z) const {
    return (static_cast<std::int64_t>(z) * ny + y) * nx + x;
  }
  HD float voxel_volume_um3() const { return math::cube(spacing_um); }

  /// The voxel that holds a position, clamped to the block.
  HD int voxel_along(std::int32_t fixed, int n) const {
    return math::clamp(math::to_int(to_um(fixed) / spacing_um), 0, n - 1);
  }
  HD Voxel voxel_at(Position p) const {
    return {voxel_along(p.x, nx), voxel_along(p.y, ny), voxel_along(p.z, nz)};
  }
  HD std::int64_t voxel_of(Position p) const {
    const Voxel v = voxel_at(p);
    return at(v.x, v.y, v.z);
  }
  HD bool contains(Position p) const {
    return p.x >= 0 && p.y >= 0 && p.z >= 0 && to_um(p.x) < nx * spacing_um &&
           to_um(p.y) < ny * spacing_um && to_um(p.z) < nz * spacing_um;
  }

  HD int tiles_along(int n) const { return (n + 7) / 8; }
  HD std::int64_t tiles() const {
    return static_cast<std::int64_t>(tiles_along(nx)) * tiles_along(ny) * tiles_along(nz);
  }
  HD Tile tile(std::int64_t number) const {
    const int tx = tiles_along(nx), ty = tiles_along(ny);
    const int x = static_cast<int>(number % tx) * 8, y = static_cast<int>(number / tx % ty) * 8;
    const int z = static_cast<int>(number / tx / ty) * 8;
    return {x, y, z, math::min(x + 8, nx), math::min(y + 8, ny), math::min(z + 8, nz)};
  }
};

}  // namespace metastasim
