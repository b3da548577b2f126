#pragma once
#include "kernels/core/launch.hpp"

/// Sums over voxels in floating point, the same bits on every machine and for any number of
/// threads: each brick of 8^3 voxels adds in x, y, z order, then the bricks are added in order of
/// their number.
namespace metastasim {

namespace detail {
template <class Sum, class Term>
struct SumBrick {
  Grid grid;
  Term term;
  Sum* of_brick;
  HD void operator()(std::int64_t number) const {
    const Tile tile = grid.tile(number);
    Sum sum{};
    for (int z = tile.z0; z < tile.z1; ++z)
      for (int y = tile.y0; y < tile.y1; ++y)
        for (int x = tile.x0; x < tile.x1; ++x) sum = sum + term(x, y, z);
    of_brick[number] = sum;
  }
};
}  // namespace detail

/// The sum of term(x, y, z) over all voxels. term: HD functor that returns Sum, a double or a
/// struct of doubles with +. Waits for the device: for reports and tests, not for use
/// inside a step.
template <class Sum, class Term>
Sum brick_sum(Device& device, const char* label, const Grid& grid, const Term& term) {
  Buffer<Sum> of_brick(device, static_cast<std::size_t>(grid.tiles()), label);
  for_each_index(device, label, grid.tiles(),
                 detail::SumBrick<Sum, Term>{grid, term, of_brick.data()});
  Sum sum{};
  for (const Sum& brick : of_brick.to_host()) sum = sum + brick;
  return sum;
}

}  // namespace metastasim
