#pragma once
#include "kernels/core/ids.hpp"
#include "kernels/state/fields.hpp"
#include "kernels/state/vessels.hpp"

/// Oxygen through vessel walls.
///
///   q = (P_b - p) / (K + R)          R = ln(r_0 / r) / (2 pi D alpha)
///
///   q    oxygen given per vessel length      [um3/(um min)]
///   P_b  partial pressure of the blood       [mmHg]
///   p    mean of the voxel                   [mmHg]
///   K    wall and blood, by diameter         [mmHg um min/um3]  Secomb's table (GreensV4)
///   R    tissue between the wall, radius r, and where p stands for, r_0 = 0.1985 h; zero where
///        the vessel is wider than that      (Peaceman 1978, doi 10.2118/6893-PA)
///   D alpha  diffusion x solubility          [um2/min x 1/mmHg]
/// Without R the exchange of a line source would depend on the grid.
namespace metastasim::tissue {

/// Intravascular and wall resistance, linear between Secomb's diameters, flat outside.
HD inline float wall_resistance(float diameter_um) {
  const float diameters[] = {4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 40, 50};
  const float mmhg_um_s[] = {2.45f, 2.00f, 1.74f, 1.44f, 1.27f, 1.16f, 1.08f, 1.02f,
                             .974f, .935f, .895f, .853f, .815f, .779f, .750f, .730f};
  constexpr int last = 15;
  const float d = math::clamp(diameter_um, diameters[0], diameters[last]);
  int i = 0;
  while (i < last - 1 && d > diameters[i + 1]) ++i;
  const float t = (d - diameters[i]) / (diameters[i + 1] - diameters[i]);
  return (mmhg_um_s[i] + t * (mmhg_um_s[i + 1] - mmhg_um_s[i])) / 60;
}

/// For kernels: what one piece of vessel and its voxel exchange.
struct VesselOxygen {
  const std::uint32_t *first, *segment;
  const float *length_um, *radius_um, *po2_mmhg;
  const std::uint8_t* kind;
  float peaceman_um;       ///< r_0
  float tissue_per_krogh;  ///< 1 / (2 pi D alpha)
  bool any;

  /// um3 of oxygen per min and mmHg.
  HD float conductance(std::uint32_t piece) const {
    const std::uint32_t s = segment[piece];
    if (kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic)) return 0;
    const float around = math::max(math::log(peaceman_um / radius_um[s]), 0.0f);
    return length_um[piece] / (wall_resistance(2 * radius_um[s]) + around * tissue_per_krogh);
  }
  struct Exchange {
    float conductance = 0;  ///< um3/(min mmHg)
    float inflow = 0;       ///< um3/min into a voxel without oxygen
  };
  /// All pieces of voxel number `voxel` (Grid::number), in their order.
  HD Exchange of_voxel(std::int64_t voxel) const {
    Exchange sum;
    if (!any) return sum;
    for (std::uint32_t piece = first[voxel]; piece < first[voxel + 1]; ++piece) {
      const float g = conductance(piece);
      sum.conductance += g;
      sum.inflow += g * po2_mmhg[segment[piece]];
    }
    return sum;
  }
};

/// `krogh` is D alpha in um2/(min mmHg).
inline VesselOxygen vessel_oxygen(const Vessels& vessels, SiteId site, const Grid& grid,
                                  float krogh) {
  const VesselPieces& pieces = vessels.pieces_of_site[static_cast<std::size_t>(site.value)];
  return {pieces.first.data(),
          pieces.segment.data(),
          pieces.length_um.data(),
          vessels.segments.data(segment::radius),
          vessels.segments.data(segment::po2),
          vessels.segments.data(segment::kind),
          0.1985f * grid.spacing_um,
          static_cast<float>(1 / (2 * math::pi * krogh)),
          pieces.segment.size() > 0};
}

}  // namespace metastasim::tissue
