#pragma once
#include <array>
#include <vector>

namespace metastasim {

/// Centres of equal spheres packed as closely as their equilibrium distance allows (hexagonal close
/// packing) inside a ball, in order of z, y, x: where the cells of a solid tumour start. All
/// lengths in um.
std::vector<std::array<double, 3>> pack_ball(const std::array<double, 3>& centre_um,
                                             double ball_diameter_um, double centre_distance_um);
/// How many these are, by volume.
double packed_cells(double ball_diameter_um, double centre_distance_um);

}  // namespace metastasim
