#pragma once
#include "kernels/state/grid.hpp"

/// Where a cell gets to that is to go a step: the one place that knows what stops it.
namespace metastasim::tissue {

/// The block's faces: a centre stays on 0 .. high, so that a mirrored block holds mirrored places.
struct Walls {
  Position high;
  explicit Walls(const Grid& grid)
      : high{last(grid.nx, grid), last(grid.ny, grid), last(grid.nz, grid)} {}
  HD Position inside(Position p) const {
    return {math::clamp(p.x, 0, high.x), math::clamp(p.y, 0, high.y), math::clamp(p.z, 0, high.z)};
  }

 private:
  static std::int32_t last(int voxels, const Grid& grid) {
    return math::to_int(static_cast<float>(voxels) * grid.spacing_um * units_per_um) - 1;
  }
};

HD inline Position displace(Position from, Position step, const Walls& walls) {
  return walls.inside({from.x + step.x, from.y + step.y, from.z + step.z});
}

}  // namespace metastasim::tissue
