#pragma once
#include <cstdint>

#include "kernels/core/buffer.hpp"
#include "kernels/state/grid.hpp"
#include "kernels/state/table.hpp"

/// Cells sorted into bins, so that whoever a cell feels lies in one of a few bins around it.
namespace metastasim::tissue {

/// Loops over slots may read this many past the last cell, so arrays by slot have them.
constexpr std::size_t slots_past_end = 8;

/// A grid of its own over a block. Positions outside the block count as the nearest edge bin, which
/// brings nobody farther apart. Along x, where bins lie one after the other in memory, they may be
/// thinner than `spacing`: the lines of bins that a walk visits are as many, and shorter.
struct BinGrid {
  int nx, ny, nz;
  std::int32_t spacing;    ///< along y and z, fixed point
  std::int32_t thickness;  ///< along x: `beside` of them are a spacing at least
  int beside;

  HD static int along(std::int32_t fixed, std::int32_t width, int n) {
    return math::clamp(fixed / width, 0, n - 1);
  }
  HD std::uint32_t number(int x, int y, int z) const {
    return static_cast<std::uint32_t>((z * ny + y) * nx + x);
  }
  HD std::uint32_t of(Position p) const {
    return number(along(p.x, thickness, nx), along(p.y, spacing, ny), along(p.z, spacing, nz));
  }
  /// visit(first bin, last bin) for the nine lines of bins that hold whoever is within a spacing.
  template <class Visit>
  HD void around(Position p, const Visit& visit) const {
    const int bx = along(p.x, thickness, nx), by = along(p.y, spacing, ny),
              bz = along(p.z, spacing, nz);
    const int x0 = math::max(bx - beside, 0), x1 = math::min(bx + beside, nx - 1);
    for (int z = math::max(bz - 1, 0); z <= math::min(bz + 1, nz - 1); ++z)
      for (int y = math::max(by - 1, 0); y <= math::min(by + 1, ny - 1); ++y)
        visit(number(x0, y, z), number(x1, y, z));
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

  /// visit(first slot, end slot) for the nine lines of bins around a position: nine ranges hold all
  /// neighbours, the cell itself included.
  template <class Visit>
  HD void around(Position p, const Visit& visit) const {
    const BinGrid g = *grid;
    g.around(
        p, [&](std::uint32_t first, std::uint32_t last) { visit(start[first], start[last + 1]); });
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

  RowCount bins() const { return {bins_.data(), most_bins_}; }

  std::uint32_t most_bins_ = 0;
  Buffer<BinGrid> grid_;
  Buffer<std::uint32_t> largest_radius_;  ///< the bits of a float
  Buffer<std::uint32_t> bins_;            ///< how many there are
  Buffer<std::uint32_t> key_, row_, count_, start_;
  Buffer<std::int32_t> x_, y_, z_;
  Buffer<float> radius_;
};

}  // namespace metastasim::tissue
