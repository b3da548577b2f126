// Laying the basement membrane and measuring it.
//
//   A = sum over faces of h^2 |n_axis|      n: unit normal of the true surface at the face's centre
//
//   A   area of membrane      [um2]
//   h   spacing               [um]
// A surface element dA shows |n_axis| dA to the faces of each axis, so the sum is
// int (n_x^2 + n_y^2 + n_z^2) dA: the true area, whatever the direction. What a coarse staircase
// misses (2 % at a radius of five voxels) is shared out, so that a whole sphere has 4 pi R^2.
#include "kernels/invasion/membrane.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/state/brick_sum.hpp"

namespace metastasim::invasion {

namespace {

struct Sphere {
  float x_um, y_um, z_um, radius_um;
};

struct Enclose {
  Grid grid;
  Sphere sphere;
  std::uint8_t* enclosed;
  HD void operator()(int x, int y, int z) const {
    const float h = grid.spacing_um;
    const float dx = (static_cast<float>(x) + 0.5f) * h - sphere.x_um;
    const float dy = (static_cast<float>(y) + 0.5f) * h - sphere.y_um;
    const float dz = (static_cast<float>(z) + 0.5f) * h - sphere.z_um;
    const bool in = dx * dx + dy * dy + dz * dz < math::square(sphere.radius_um);
    enclosed[grid.at(x, y, z)] = in ? 1 : 0;
  }
};

/// The faces of one axis: `step` from a voxel to its lower neighbour, (ax, ay, az) the axis.
struct LayFaces {
  Grid grid;
  Sphere sphere;
  const std::uint8_t* enclosed;
  int ax, ay, az;
  std::int64_t step;
  float share;
  float* integrity;
  std::uint8_t* area;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    const bool at_block_face = ax * x + ay * y + az * z == 0;
    const bool membrane = !at_block_face && enclosed[i] != enclosed[i - step];
    integrity[i] = membrane ? 1.0f : 0.0f;
    area[i] = membrane ? share_of_face(x, y, z) : 0;
  }
  HD std::uint8_t share_of_face(int x, int y, int z) const {
    const float h = grid.spacing_um;
    const float dx = (static_cast<float>(2 * x + 1 - ax) * 0.5f) * h - sphere.x_um;
    const float dy = (static_cast<float>(2 * y + 1 - ay) * 0.5f) * h - sphere.y_um;
    const float dz = (static_cast<float>(2 * z + 1 - az) * 0.5f) * h - sphere.z_um;
    const float along = math::abs(static_cast<float>(ax) * dx + static_cast<float>(ay) * dy +
                                  static_cast<float>(az) * dz);
    const float cosine = along / math::sqrt(dx * dx + dy * dy + dz * dz);
    return static_cast<std::uint8_t>(math::to_int(share * cosine * membrane::whole_face + 0.5f));
  }
};

/// Faces of one axis, in 200ths of a face: all, and those without membrane left.
struct LaidAndBreached {
  Grid grid;
  const std::uint8_t* area;
  const float* integrity;
  HD MembraneArea operator()(int x, int y, int z) const {
    const std::int64_t at = grid.at(x, y, z);
    const double here = area[at];
    return {here, integrity[at] > 0 ? 0.0 : here};
  }
};

bool fits(const Sphere& sphere, const Grid& grid) {
  const auto within = [&](float centre, int n) {
    return centre - sphere.radius_um > 0 &&
           centre + sphere.radius_um < static_cast<float>(n) * grid.spacing_um;
  };
  return within(sphere.x_um, grid.nx) && within(sphere.y_um, grid.ny) &&
         within(sphere.z_um, grid.nz);
}

void lay(Fields& fields, const Sphere& sphere, float share) {
  const Grid grid = fields.grid();
  const auto axis = [&](int ax, int ay, int az, std::int64_t step, const Column<float>& integrity,
                        const Column<std::uint8_t>& area) {
    for_each_voxel(fields.columns().device(), "lay basement membrane", grid,
                   LayFaces{grid, sphere, fields.data(membrane::enclosed), ax, ay, az, step, share,
                            fields.data(integrity), fields.data(area)});
  };
  axis(1, 0, 0, 1, field::membrane_x, membrane::area_x);
  axis(0, 1, 0, grid.row(), field::membrane_y, membrane::area_y);
  axis(0, 0, 1, grid.slab(), field::membrane_z, membrane::area_z);
}

}  // namespace

void place_basement_membrane(Fields& fields, float x_um, float y_um, float z_um, float radius_um) {
  const Sphere sphere{x_um, y_um, z_um, radius_um};
  for_each_voxel(fields.columns().device(), "enclose tumour", fields.grid(),
                 Enclose{fields.grid(), sphere, fields.data(membrane::enclosed)});
  lay(fields, sphere, 1);
  const double laid_um2 = membrane_area(fields).laid_um2;
  if (laid_um2 > 0 && fits(sphere, fields.grid()))
    lay(fields, sphere,
        static_cast<float>(4 * math::pi * math::square<double>(radius_um) / laid_um2));
}

MembraneArea membrane_area(const Fields& fields) {
  const auto of_axis = [&](const Column<float>& integrity, const Column<std::uint8_t>& area) {
    return brick_sum<MembraneArea>(
        fields.columns().device(), "membrane area", fields.grid(),
        LaidAndBreached{fields.grid(), fields.data(area), fields.data(integrity)});
  };
  const MembraneArea faces = of_axis(field::membrane_x, membrane::area_x) +
                             of_axis(field::membrane_y, membrane::area_y) +
                             of_axis(field::membrane_z, membrane::area_z);
  const double um2 = math::square(static_cast<double>(fields.grid().spacing_um)) /
                     static_cast<double>(membrane::whole_face);
  return {faces.laid_um2 * um2, faces.breached_um2 * um2};
}

}  // namespace metastasim::invasion
