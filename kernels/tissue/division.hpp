#pragma once
#include "kernels/core/random.hpp"
#include "kernels/tissue/displace.hpp"

/// The geometry of a division: volume is conserved, r_daughter = r / 2^(1/3), and both daughters
/// lie inside the outline of the mother, r - r_daughter to either side of her centre along a random
/// axis; mechanics drives them apart. A wall or a basement membrane in between stops a daughter as
/// it would stop a cell that moves: nobody gets through by dividing.
namespace metastasim::tissue {

struct Daughters {
  Position first, second;
  float radius_um;
};

HD inline Daughters split(Position mother, float radius_um, const Draws& draws, const Walls& walls,
                          const invasion::Membrane& membrane) {
  const float daughter = radius_um * 0.79370052598409973738f;  // 2^(-1/3)
  const UnitVector axis = random_direction(draws, 0);
  const float reach = radius_um - daughter;
  const std::int32_t dx = to_fixed(axis.x * reach), dy = to_fixed(axis.y * reach),
                     dz = to_fixed(axis.z * reach);
  return {displace(mother, {dx, dy, dz}, walls, membrane),
          displace(mother, {-dx, -dy, -dz}, walls, membrane), daughter};
}

}  // namespace metastasim::tissue
