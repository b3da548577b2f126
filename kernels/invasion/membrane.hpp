#pragma once
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fields.hpp"

/// The basement membrane: a sheet on voxel faces. A face holds its integrity (field::membrane_x,
/// _y, _z on the voxel's low faces: 1 intact, 0 none or breached) and how much membrane the
/// staircase stands for there.
namespace metastasim::invasion {

namespace membrane {
/// A staircase around a sphere has 1.5 times its area; a face counts with |n_axis| of the true
/// surface's normal n, and the sum over all faces is the true area.
inline constexpr auto area_x = voxel_column<std::uint8_t>(
    "membrane_area_x", "1", "membrane at the low x face, in 200ths of the face", {.output = false});
inline constexpr auto area_y = voxel_column<std::uint8_t>(
    "membrane_area_y", "1", "membrane at the low y face, in 200ths of the face", {.output = false});
inline constexpr auto area_z = voxel_column<std::uint8_t>(
    "membrane_area_z", "1", "membrane at the low z face, in 200ths of the face", {.output = false});
inline constexpr auto enclosed = voxel_column<std::uint8_t>(
    "enclosed", "1", "1 inside what the basement membrane was laid around", {.output = false});
inline constexpr float whole_face = 200.0f;

inline constexpr auto inside =
    cell_column<std::uint8_t>("inside_membrane", "1", "1 on the inner side of the membrane");
inline constexpr auto crossed = cell_column<std::uint32_t>(
    "crossed_membrane", "tick",
    "when the cell, or the ancestor it descends from, first left through the membrane; 0 never");
}  // namespace membrane

/// Lays an intact membrane around a sphere, on the faces between voxels with their centre inside
/// and outside.
void place_basement_membrane(Fields& fields, float x_um, float y_um, float z_um, float radius_um);

/// Area of membrane laid down and what of it is breached; reads the state, for reports only.
struct MembraneArea {
  double laid_um2 = 0, breached_um2 = 0;
  HD friend MembraneArea operator+(const MembraneArea& a, const MembraneArea& b) {
    return {a.laid_um2 + b.laid_um2, a.breached_um2 + b.breached_um2};
  }
};
MembraneArea membrane_area(const Fields& fields);

/// Where cells may pass. For kernels.
struct Membrane {
  const float *x, *y, *z;
  Grid grid;

  explicit Membrane(const Fields& fields)
      : x(fields.data(field::membrane_x)),
        y(fields.data(field::membrane_y)),
        z(fields.data(field::membrane_z)),
        grid(fields.grid()) {}

  /// Does the membrane stop a centre on its way between two places? The way runs along the axes,
  /// so it cannot slip through an edge of the staircase; around a corner either side may be free.
  HD bool blocks(Position from, Position to) const {
    const Voxel a = grid.voxel_at(from), b = grid.voxel_at(to);
    const bool x_first =
        open_x(a.x, b.x, a.y, a.z) && open_y(b.x, a.y, b.y, a.z) && open_z(b.x, b.y, a.z, b.z);
    return !x_first && !(open_z(a.x, a.y, a.z, b.z) && open_y(a.x, a.y, b.y, b.z) &&
                         open_x(a.x, b.x, b.y, b.z));
  }

 private:
  HD bool open_x(int from, int to, int y0, int z0) const {
    for (int i = math::min(from, to) + 1; i <= math::max(from, to); ++i)
      if (x[grid.at(i, y0, z0)] > 0) return false;
    return true;
  }
  HD bool open_y(int x0, int from, int to, int z0) const {
    for (int i = math::min(from, to) + 1; i <= math::max(from, to); ++i)
      if (y[grid.at(x0, i, z0)] > 0) return false;
    return true;
  }
  HD bool open_z(int x0, int y0, int from, int to) const {
    for (int i = math::min(from, to) + 1; i <= math::max(from, to); ++i)
      if (z[grid.at(x0, y0, i)] > 0) return false;
    return true;
  }
};

}  // namespace metastasim::invasion
