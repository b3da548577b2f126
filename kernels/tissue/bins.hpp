#pragma once
#include <cstdint>

#include "kernels/core/buffer.hpp"
#include "kernels/state/grid.hpp"
#include "kernels/state/table.hpp"

/// Cells sorted into cubic bins no smaller than the largest distance at which two of them feel each
/// other: whoever a cell feels lies in its own bin or in one of the 26 around it.
namespace metastasim::tissue {

/// Loops over slots may read this many past the last cell, so arrays by slot have them.
constexpr std::size_t slots_past_end = 8;

/// A grid of its own over a block. Positions outside the block count as the nearest edge bin, which
/// brings nobody farther apart.
struct BinGrid {
  int nx, ny, nz;
  std::int32_t spacing;  ///< fixed point

  HD int along(std::int32_t fixed, int n) const { return math::clamp(fixed / spacing, 0, n - 1); }
  HD std::uint32_t number(int x, int y, int z) const {
    return static_cast<std::uint32_t>((z * ny + y) * nx + x);
  }
  HD std::uint32_t of(Position p) const {
    return number(along(p.x, nx), along(p.y, ny), along(p.z, nz));
  }
};

/// For kernels. Slots number the cells bin by bin, x fastest, and by row within a bin; x, y, z and
/// radius are copies in that order, so that a walk over neighbours is a walk along memory.
struct BinView {
  const BinGrid* grid;
  const std::uint32_t* start;  ///< bin b holds slots start[b] .. start[b + 1] - 1
  const std::uint32_t* row;    ///< of the cell in a slot
  const std::int32_t *x, *y, *z;
  const float* radius;

  /// visit(first slot, end slot) for the 3 x 3 lines of three bins around a position: nine ranges
  /// hold all neighbours, the cell itself included.
  template <class Visit>
  HD void around(Position p, const Visit& visit) const {
    const BinGrid g = *grid;
    const int bx = g.along(p.x, g.nx), by = g.along(p.y, g.ny), bz = g.along(p.z, g.nz);
    const int x0 = math::max(bx - 1, 0), x1 = math::min(bx + 1, g.nx - 1);
    for (int z = math::max(bz - 1, 0); z <= math::min(bz + 1, g.nz - 1); ++z)
      for (int y = math::max(by - 1, 0); y <= math::min(by + 1, g.ny - 1); ++y)
        visit(start[g.number(x0, y, z)], start[g.number(x1, y, z) + 1]);
  }
};

/// Scratch of a site (Workspace), filled anew in every step of mechanics.
class Bins {
 public:
  /// Sorts the living cells. `reach` is the largest distance of interaction in units of the sum of
  /// two radii; the spacing follows from the largest radius, without the host looking at it.
  void build(Device& device, const Grid& grid, const Table& cells, float reach);

  BinView view() const;
  /// One number a bin, below 2^31 after each build and of no use to the bins from then on: for whoever
  /// marks bins.
  std::uint32_t* marks() { return count_.data(); }

 private:
  void reserve(Device& device, std::uint32_t capacity);
  void choose_grid(Device& device, const Grid& grid, const Table& cells, float reach);

  std::uint32_t most_bins_ = 0;
  Buffer<BinGrid> grid_;
  Buffer<std::uint32_t> largest_radius_;  ///< the bits of a float
  Buffer<std::uint32_t> key_, row_, count_, start_;
  Buffer<std::int32_t> x_, y_, z_;
  Buffer<float> radius_;
};

}  // namespace metastasim::tissue
