#pragma once
#include "kernels/param.hpp"
#include "kernels/state/grid.hpp"

/// The lattice of published hybrid models: a voxel is a place that holds up to Q cells, a step leads
/// across one of its faces.
namespace metastasim::lattice {

constexpr int directions = 6;

/// Left, right, down, up, back, front.
HD inline Voxel across(Voxel v, int direction) {
  const int axis = direction >> 1, step = (direction & 1) != 0 ? 1 : -1;
  return {v.x + (axis == 0 ? step : 0), v.y + (axis == 1 ? step : 0), v.z + (axis == 2 ? step : 0)};
}
HD inline bool holds(const Grid& grid, Voxel v) {
  return v.x >= 0 && v.y >= 0 && v.z >= 0 && v.x < grid.nx && v.y < grid.ny && v.z < grid.nz;
}
HD inline std::int64_t number_of(const Grid& grid, Voxel v) { return grid.number(v.x, v.y, v.z); }

HD inline std::int32_t middle(int voxel, const Grid& grid) {
  return to_fixed((static_cast<float>(voxel) + 0.5f) * grid.spacing_um);
}
HD inline Position centre_of(Voxel v, const Grid& grid) {
  return {middle(v.x, grid), middle(v.y, grid), middle(v.z, grid)};
}

/// Sizes on a lattice are for the eye alone. A cell that leaves a vessel is put beside it at the sum
/// of both radii: this keeps it in the vessel's voxel until it is given a place.
HD inline float cell_radius_um(const Grid& grid) { return 0.3f * grid.spacing_um; }
HD inline float vessel_radius_um(const Grid& grid) { return 0.15f * grid.spacing_um; }

/// How many cells a voxel holds: one key for all processes that ask.
template <class Params>
ParamSpec capacity_param(int Params::*member) {
  return param("lattice.capacity", member, "1", 4, {1, 64}, "Franssen 2019",
               "cells that a voxel of the lattice holds");
}

}  // namespace metastasim::lattice
