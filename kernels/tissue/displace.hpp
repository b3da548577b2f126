#pragma once
#include "kernels/invasion/membrane.hpp"
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

/// The whole step where nothing is in the way. A cell that runs into the basement membrane slides
/// along it: of its step it takes those parts along the axes that are free.
HD inline Position displace(Position from, Position step, const Walls& walls,
                            const invasion::Membrane& membrane) {
  const Position to = walls.inside({from.x + step.x, from.y + step.y, from.z + step.z});
  if (!membrane.blocks(from, to)) return to;
  Position at = from;
  const Position along_x{to.x, at.y, at.z};
  if (!membrane.blocks(at, along_x)) at = along_x;
  const Position along_y{at.x, to.y, at.z};
  if (!membrane.blocks(at, along_y)) at = along_y;
  const Position along_z{at.x, at.y, to.z};
  return membrane.blocks(at, along_z) ? at : along_z;
}

}  // namespace metastasim::tissue
