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
  HD T& operator[](int x) const { return ((x & 1) != 0 ? odd : even)[x >> 1]; }
};

/// Voxel (x, y, z) has colour (x + y + z) & 1. Of colour c, line (y, z) holds x = 2k + first(c, y, z),
/// one after the other, ghosts included; the neighbours along y and z stand at the same k of the
/// other colour, those along x at k - 1 + first and k + first.
struct Checkerboard {
  Grid grid;

  HD static int first(int colour, int y, int z) { return (colour + y + z) & 1; }
  HD std::int64_t row() const { return grid.nx / 2 + 2; }
  HD std::int64_t slab() const { return row() * (grid.ny + 2); }
  HD std::int64_t half() const { return slab() * (grid.nz + 2); }
  HD std::int64_t stored() const { return 2 * half(); }
  /// Where k = 0 stands.
  HD std::int64_t line(int colour, int y, int z) const {
    return colour * half() + (z + 1) * slab() + (y + 1) * row() + 1;
  }
  /// The same line in the other colour.
  HD std::int64_t across(std::int64_t line, int colour) const {
    return colour == red ? line + half() : line - half();
  }
  HD std::int64_t at(int x, int y, int z) const { return line((x + y + z) & 1, y, z) + (x >> 1); }
  template <class T>
  HD SplitLine<T> split(T* values, int y, int z) const {
    const int colour_of_even = (y + z) & 1;
    return {values + line(colour_of_even, y, z), values + line(1 - colour_of_even, y, z)};
  }
  /// The k of one colour, for launches over half of the voxels; see `clipped`.
  Grid halves() const { return {(grid.nx + 1) / 2, grid.ny, grid.nz, grid.spacing_um}; }
  /// A span of k without the last one where this line has one less.
  HD Span clipped(const Span& span, int colour) const {
    const int count = (grid.nx + 1 - first(colour, span.y, span.z)) / 2;
    return {span.x0, math::min(span.x1, count), span.y, span.z};
  }
  /// The k of voxel x in its line, -1 where the colour's line does not hold it.
  HD int k_of(int x, int colour, int y, int z) const {
    return ((x - first(colour, y, z)) & 1) == 0 ? x >> 1 : -1;
  }

  /// Fills the ghosts beside these voxels of a colour; nobody else reads them.
  HD void fill_ghosts(const Faces& faces, float* u, int colour, const Span& span) const {
    const std::int64_t line_here = line(colour, span.y, span.z);
    const float* const here = u + line_here;
    float* const other = u + across(line_here, colour);
    const auto ghost = [&](int face, int k, float* to) {
      *to = faces.mirror[face] * here[k] + faces.offset[face];
    };
    const int low = k_of(0, colour, span.y, span.z),
              high = k_of(grid.nx - 1, colour, span.y, span.z);
    if (low >= span.x0) ghost(0, low, other - 1);
    if (high >= span.x0 && high < span.x1)
      ghost(1, high, other + high + first(colour, span.y, span.z));
    const auto beyond = [&](int face, std::int64_t outward) {
      for (int k = span.x0; k < span.x1; ++k) ghost(face, k, other + outward + k);
    };
    if (span.y == 0) beyond(2, -row());
    if (span.y == grid.ny - 1) beyond(3, row());
    if (span.z == 0) beyond(4, -slab());
    if (span.z == grid.nz - 1) beyond(5, slab());
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
