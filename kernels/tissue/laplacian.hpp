#pragma once
#include "kernels/state/grid.hpp"

namespace metastasim::tissue {

/// h^2 lap u at voxel i of the seven-point operator, formed from differences: where u is flat it is
/// exactly zero.
HD inline float neighbour_differences(const float* u, std::int64_t i, std::int64_t row,
                                      std::int64_t slab) {
  const float here = u[i];
  const float along_x = (u[i - 1] - here) + (u[i + 1] - here);
  const float along_y = (u[i - row] - here) + (u[i + row] - here);
  const float along_z = (u[i - slab] - here) + (u[i + slab] - here);
  return (along_x + along_y) + along_z;
}

}  // namespace metastasim::tissue
