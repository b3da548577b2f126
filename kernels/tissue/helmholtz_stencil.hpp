#pragma once
#include "kernels/tissue/checkerboard.hpp"

/// The seven-point operator of (a + k) u - D lap u = f on one grid, colour by colour.
namespace metastasim::tissue {

/// Voxels of one colour in a line and what they touch; index k as in Checkerboard.
struct HalfLine {
  const float *here, *low_x, *high_x, *low_y, *high_y, *low_z, *high_z, *sink, *source;

  /// h^2 lap u, formed from differences: where u is flat it is exactly zero.
  HD float differences(int k) const {
    const float u = here[k];
    const float along_x = (low_x[k] - u) + (high_x[k] - u);
    const float along_y = (low_y[k] - u) + (high_y[k] - u);
    const float along_z = (low_z[k] - u) + (high_z[k] - u);
    return (along_x + along_y) + along_z;
  }
};

struct Stencil {
  Checkerboard order;
  Faces faces;
  float coupling;  // D / h^2
  float rate;      // a
  const float *sink, *source;

  HD HalfLine half_line(const float* u, const ColourLine& line) const {
    const std::int64_t row = order.row(), slab = order.slab();
    const float* const other = u + line.other;
    const float* const beside = other + line.first;
    return {u + line.here, beside - 1,   beside,           other - row,       other + row,
            other - slab,  other + slab, sink + line.here, source + line.here};
  }
  /// Formed from differences, f - (a + k) u + D/h^2 sum(u_neighbour - u): the sum of the diagonal
  /// would lose k to rounding where D/h^2 is a thousand times larger.
  HD float residual(const HalfLine& l, int k) const {
    return (l.source[k] - (rate + l.sink[k]) * l.here[k]) + coupling * l.differences(k);
  }
  HD float line_diagonal(int y, int z) const {
    return rate + coupling * (6 - faces.mirrors_of_line(order.grid, y, z));
  }
};

/// One colour, given the other. The diagonal knows how a ghost mirrors its voxel, so the half-sweep is
/// exact at the faces too.
struct HalfSweep {
  Stencil a;
  float* u;
  int colour;
  HD void operator()(const Span& halves) const {
    const ColourLine line = a.order.line(colour, halves.y, halves.z);
    const Span span{halves.x0, math::min(halves.x1, line.count), halves.y, halves.z};
    a.order.fill_ghosts(a.faces, u, line, span.x0, span.x1);
    const HalfLine values = a.half_line(u, line);
    const float of_line = a.line_diagonal(line.y, line.z);
    const float at_low = a.coupling * a.faces.mirror[0], at_high = a.coupling * a.faces.mirror[1];
    const int low = line.low, high = line.high;
    const Stencil s = a;
    float* const to = u + line.here;
    span.each([=](int k) {
      const float at_ends = (k == low ? at_low : 0) + (k == high ? at_high : 0);
      to[k] += s.residual(values, k) / (of_line + values.sink[k] - at_ends);
    });
  }
};

}  // namespace metastasim::tissue
