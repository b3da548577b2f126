#pragma once
#include "kernels/tissue/helmholtz_stencil.hpp"

/// Between a grid and the one of half as many voxels along each axis.
namespace metastasim::tissue {

/// coarse source = mean of the eight fine residuals; those of black voxels are zero after a black
/// half-sweep. The correction starts from zero.
struct RestrictResidual {
  Stencil fine;
  float* u;
  Checkerboard coarse;
  float* mean;  // scratch with ghosts: lines in order of x, which vectors can fill
  float *to, *correction;
  HD void operator()(const Span& span) const {
    float* const sum = mean + coarse.grid.at(0, span.y, span.z);
    for (int n = 0; n < 4; ++n) add_line(span, 2 * span.y + (n & 1), 2 * span.z + (n >> 1), n, sum);
    const SplitLine<float> f = coarse.split(to, span.y, span.z);
    const SplitLine<float> e = coarse.split(correction, span.y, span.z);
    for (int x = span.x0; x < span.x1; ++x) {
      f[x] = 0.125f * sum[x];
      e[x] = 0;
    }
  }

 private:
  /// Each line along y and z has one red voxel in a coarse one: k is the coarse x.
  HD void add_line(const Span& span, int y, int z, int n, float* sum) const {
    const ColourLine reds = fine.order.line(red, y, z);
    fine.order.fill_ghosts(fine.faces, u, reds, span.x0, span.x1);
    const HalfLine line = fine.half_line(u, reds);
    const Stencil s = fine;
    if (n == 0)
      span.each([=](int k) { sum[k] = s.residual(line, k); });
    else
      span.each([=](int k) { sum[k] += s.residual(line, k); });
  }
};

/// Adds the trilinear interpolation of the coarse correction to the black voxels.
struct Prolong {
  Checkerboard fine, coarse;
  Faces faces;  // homogeneous: a coarse ghost is mirror * the voxel inside
  const float* from;
  float* u;

  /// A coarse line and its weight.
  struct Line {
    SplitLine<const float> values;
    float weight;
  };
  struct Four {
    Line a, b, c, d;
    HD float even(int j) const {
      return (a.weight * a.values.even[j] + b.weight * b.values.even[j]) +
             (c.weight * c.values.even[j] + d.weight * d.values.even[j]);
    }
    HD float odd(int j) const {
      return (a.weight * a.values.odd[j] + b.weight * b.values.odd[j]) +
             (c.weight * c.values.odd[j] + d.weight * d.values.odd[j]);
    }
  };
  HD Line line(int y, int z, float weight) const {
    const Grid& g = coarse.grid;
    if (y < 0) weight *= faces.mirror[2];
    if (y == g.ny) weight *= faces.mirror[3];
    if (z < 0) weight *= faces.mirror[4];
    if (z == g.nz) weight *= faces.mirror[5];
    return {coarse.split(from, math::clamp(y, 0, g.ny - 1), math::clamp(z, 0, g.nz - 1)), weight};
  }
  HD Four across(const Span& span) const {
    const int y = span.y / 2, z = span.z / 2;
    const int beside_y = y + ((span.y & 1) != 0 ? 1 : -1),
              beside_z = z + ((span.z & 1) != 0 ? 1 : -1);
    return {line(y, z, 0.5625f), line(beside_y, z, 0.1875f), line(y, beside_z, 0.1875f),
            line(beside_y, beside_z, 0.0625f)};
  }
  HD void operator()(const Span& pairs) const {
    const ColourLine blacks = fine.line(black, pairs.y, pairs.z);
    if (blacks.first == 0)
      even_voxels(pairs, u + blacks.here);
    else
      odd_voxels(pairs, u + blacks.here);
  }

 private:
  /// Fine x = 2k lies a quarter of a coarse voxel before the middle of coarse k.
  HD void even_voxels(const Span& pairs, float* field) const {
    const Four four = across(pairs);
    const float first = four.even(0);
    const float at_low = field[0] + (0.75f * first + 0.25f * faces.mirror[0] * first);
    pairs.each([=](int j) {
      const float even = four.even(j);
      field[2 * j] += 0.75f * even + 0.25f * four.odd(j - 1);
      field[2 * j + 1] += 0.75f * four.odd(j) + 0.25f * even;
    });
    if (pairs.x0 == 0) field[0] = at_low;
  }
  /// Fine x = 2k + 1, a quarter behind it.
  HD void odd_voxels(const Span& pairs, float* field) const {
    const Four four = across(pairs);
    const int last = coarse.grid.nx - 1;
    const float of_last = (last & 1) != 0 ? four.odd(last / 2) : four.even(last / 2);
    const float at_high = field[last] + (0.75f * of_last + 0.25f * faces.mirror[1] * of_last);
    pairs.each([=](int j) {
      const float odd = four.odd(j);
      field[2 * j] += 0.75f * four.even(j) + 0.25f * odd;
      field[2 * j + 1] += 0.75f * odd + 0.25f * four.even(j + 1);
    });
    if (pairs.x1 > last / 2) field[last] = at_high;
  }
};

struct CoarsenSink {
  Checkerboard fine, coarse;
  const float* from;
  float* to;
  HD void operator()(const Span& pairs) const {
    const SplitLine<float> mean = coarse.split(to, pairs.y, pairs.z);
    const int y = 2 * pairs.y, z = 2 * pairs.z;
    const SplitLine<const float> a = fine.split(from, y, z), b = fine.split(from, y + 1, z),
                                 c = fine.split(from, y, z + 1), d = fine.split(from, y + 1, z + 1);
    const auto of_eight = [=](int k) {
      return 0.125f * (((a.even[k] + a.odd[k]) + (b.even[k] + b.odd[k])) +
                       ((c.even[k] + c.odd[k]) + (d.even[k] + d.odd[k])));
    };
    pairs.each([=](int j) {
      mean.even[j] = of_eight(2 * j);
      mean.odd[j] = of_eight(2 * j + 1);
    });
  }
};

}  // namespace metastasim::tissue
