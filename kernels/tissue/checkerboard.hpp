#pragma once
#include "kernels/tissue/faces.hpp"

/// How red-black methods keep a field: the voxels of each colour in an array of their own, so that a
/// half-sweep reads and writes whole vectors of the colour it wants.
namespace metastasim::tissue {

constexpr int red = 0, black = 1;

/// A line of voxels along x as its even and its odd half: voxel x is the (x / 2)-th of its half.
template <class T>
struct SplitLine {
  T *even, *odd;
  /// The half is chosen first: g++ 12's sanitizers compile (choice ? odd : even)[x >> 1] wrongly.
  HD T& operator[](int x) const {
    T* const half = (x & 1) != 0 ? odd : even;
    return half[x >> 1];
  }
};

/// The voxels of one colour in a line along x: x = first + 2k, 0 <= k < count.
struct ColourLine {
  int y, z, first, count;
  int low, high;  ///< k of the block's first and last voxel, -1 where the other colour has it
  std::int64_t here, other;  ///< where k = 0 of this colour stands, and of the other
};

/// Voxel (x, y, z) has colour (x + y + z) & 1. A colour's line holds its voxels one after the other,
/// ghosts included; their neighbours along y and z stand at the same k of the other colour, those
/// along x at k - 1 + first and k + first.
struct Checkerboard {
  Grid grid;

  HD std::int64_t row() const { return grid.nx / 2 + 2; }
  HD std::int64_t slab() const { return row() * (grid.ny + 2); }
  HD std::int64_t half() const { return slab() * (grid.nz + 2); }
  HD std::int64_t stored() const { return 2 * half(); }
  HD ColourLine line(int colour, int y, int z) const {
    const int first = (colour + y + z) & 1, count = (grid.nx + 1 - first) / 2;
    const std::int64_t in_half = (z + 1) * slab() + (y + 1) * row() + 1, mine = colour * half();
    return {y,
            z,
            first,
            count,
            first == 0 ? 0 : -1,
            ((grid.nx - first) & 1) != 0 ? count - 1 : -1,
            in_half + mine,
            in_half + half() - mine};
  }
  HD std::int64_t at(int x, int y, int z) const {
    return line((x + y + z) & 1, y, z).here + (x >> 1);
  }
  template <class T>
  HD SplitLine<T> split(T* values, int y, int z) const {
    const ColourLine of_even = line((y + z) & 1, y, z);
    return {values + of_even.here, values + of_even.other};
  }
  /// The k of one colour, for launches over half of the voxels. Where nx is odd some lines have one
  /// less.
  Grid halves() const { return {(grid.nx + 1) / 2, grid.ny, grid.nz, grid.spacing_um}; }

  /// Fills the ghosts beside the voxels begin <= k < end of a line; nobody else reads them.
  HD void fill_ghosts(const Faces& faces, float* u, const ColourLine& line, int begin,
                      int end) const {
    const float* const here = u + line.here;
    float* const other = u + line.other;
    const auto ghost = [&](int face, int k, float* to) {
      *to = faces.mirror[face] * here[k] + faces.offset[face];
    };
    if (line.low >= begin) ghost(0, line.low, other - 1);
    if (line.high >= begin && line.high < end) ghost(1, line.high, other + line.high + line.first);
    const auto beyond = [&](int face, std::int64_t outward) {
      for (int k = begin; k < end; ++k) ghost(face, k, other + outward + k);
    };
    if (line.y == 0) beyond(2, -row());
    if (line.y == grid.ny - 1) beyond(3, row());
    if (line.z == 0) beyond(4, -slab());
    if (line.z == grid.nz - 1) beyond(5, slab());
  }
};

/// A field from where it stands to both colours.
struct Split {
  Checkerboard order;
  const float* field;
  float* u;
  HD void operator()(const Span& pairs) const {
    const float* const from = field + order.grid.at(0, pairs.y, pairs.z);
    const SplitLine<float> to = order.split(u, pairs.y, pairs.z);
    pairs.each([=](int j) {
      to.even[j] = from[2 * j];
      to.odd[j] = from[2 * j + 1];
    });
  }
};

/// And back. Where nx is odd the last pair's second half is a ghost.
struct Join {
  Checkerboard order;
  const float* u;
  float* field;
  HD void operator()(const Span& pairs) const {
    const SplitLine<const float> from = order.split(u, pairs.y, pairs.z);
    float* const to = field + order.grid.at(0, pairs.y, pairs.z);
    pairs.each([=](int j) {
      to[2 * j] = from.even[j];
      to[2 * j + 1] = from.odd[j];
    });
  }
};

}  // namespace metastasim::tissue
