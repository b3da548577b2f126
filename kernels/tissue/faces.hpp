#pragma once
#include "kernels/core/launch.hpp"

/// What a field does at the six faces of the block (low and high x, y, z): a ghost is
/// mirror * (the voxel inside) + offset.
namespace metastasim::tissue {

struct Faces {
  float mirror[6] = {1, 1, 1, 1, 1, 1};
  float offset[6] = {};

  /// Sum of `mirror` over the y and z faces that a line touches.
  HD float mirrors_of_line(const Grid& grid, int y, int z) const {
    return (y == 0 ? mirror[2] : 0) + (y == grid.ny - 1 ? mirror[3] : 0) +
           (z == 0 ? mirror[4] : 0) + (z == grid.nz - 1 ? mirror[5] : 0);
  }
  /// The same for the x faces that a voxel touches.
  HD float mirrors_of_end(const Grid& grid, int x) const {
    return (x == 0 ? mirror[0] : 0) + (x == grid.nx - 1 ? mirror[1] : 0);
  }
  /// The same conditions for a correction to the field.
  HD Faces homogeneous() const {
    Faces faces = *this;
    for (float& value : faces.offset) value = 0;
    return faces;
  }
  /// Fills the ghosts that only this span reads, so it may do so itself before it reads them.
  HD void fill(float* u, const Grid& grid, const Span& span) const {
    const std::int64_t line = grid.at(0, span.y, span.z);
    if (span.x0 == 0) u[line - 1] = mirror[0] * u[line] + offset[0];
    if (span.x1 == grid.nx) u[line + grid.nx] = mirror[1] * u[line + grid.nx - 1] + offset[1];
    if (span.y == 0) fill_line(u, line, -grid.row(), span, 2);
    if (span.y == grid.ny - 1) fill_line(u, line, grid.row(), span, 3);
    if (span.z == 0) fill_line(u, line, -grid.slab(), span, 4);
    if (span.z == grid.nz - 1) fill_line(u, line, grid.slab(), span, 5);
  }

 private:
  HD void fill_line(float* u, std::int64_t line, std::int64_t outward, const Span& span,
                    int face) const {
    for (int x = span.x0; x < span.x1; ++x)
      u[line + x + outward] = mirror[face] * u[line + x] + offset[face];
  }
};

/// For kernels that cannot fill the ghosts while they go.
struct FillGhosts {
  Grid grid;
  Faces faces;
  float* u;
  HD void operator()(const Span& span) const { faces.fill(u, grid, span); }
};

/// Nothing passes: the ghost equals the voxel inside.
inline Faces zero_flux() { return {}; }
/// The value at the face itself is held.
inline Faces held_at(float value) {
  Faces faces;
  for (int i = 0; i < 6; ++i) {
    faces.mirror[i] = -1;
    faces.offset[i] = 2 * value;
  }
  return faces;
}

}  // namespace metastasim::tissue
