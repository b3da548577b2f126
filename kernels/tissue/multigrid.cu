// Geometric multigrid for (a + k(x)) u - D lap u = f, one V(1,1) cycle at a time.
//
//   u   field                               [unit]
//   a   rate of the time step, 1/dt or 0    [1/min]
//   k   uptake and decay                    [1/min]
//   D   diffusion coefficient               [um2/min]
//   f   sources                             [unit/min]
// Cell-centred seven-point operator; red-black Gauss-Seidel, mean of eight as restriction,
// trilinear prolongation, coarse k by averaging (Trottenberg, Oosterlee, Schueller 2001,
// "Multigrid", chapters 2 and 5). Two savings follow from the colours: after a black half-sweep the
// residual of black voxels is zero, so only red ones are restricted; and the first red half-sweep
// after a prolongation forgets the old red values, so only black ones are corrected.
// Residuals are formed from differences, f - (a + k) u + D/h^2 sum(u_neighbour - u): the sum of the
// diagonal would lose k to rounding where D/h^2 is a thousand times larger.
// The diagonal knows how a ghost mirrors its voxel, so a half-sweep is exact at the faces too.
#include "kernels/tissue/multigrid.hpp"

#include "kernels/state/brick_sum.hpp"
#include "kernels/tissue/laplacian.hpp"

namespace metastasim::tissue {

namespace {

constexpr int red = 0, black = 1;
constexpr int sweeps_on_coarsest = 8;

/// The operator on one level.
struct Stencil {
  Grid grid;
  Faces faces;
  float coupling;  // D / h^2
  float rate;
  const float *sink, *source;

  HD float residual(const float* u, std::int64_t i) const {
    return (source[i] - (rate + sink[i]) * u[i]) +
           coupling * neighbour_differences(u, i, grid.row(), grid.slab());
  }
  HD float line_diagonal(int y, int z) const {
    return rate + coupling * (6 - faces.mirrors_of_line(grid, y, z));
  }
  HD float diagonal(float of_line, int x, std::int64_t i) const {
    return of_line + sink[i] - coupling * faces.mirrors_of_end(grid, x);
  }
};

Stencil stencil(const Helmholtz& equation, const MultigridLevel& level, bool finest) {
  const Faces faces = finest ? equation.faces : equation.faces.homogeneous();
  return {level.grid,
          faces,
          equation.diffusion_um2_per_min / math::square(level.grid.spacing_um),
          equation.rate_per_min,
          level.sink,
          level.source};
}

struct HalfSweep {
  Stencil a;
  float* u;
  int colour;
  HD void operator()(const Span& span) const {
    a.faces.fill(u, a.grid, span);
    const std::int64_t line = a.grid.at(0, span.y, span.z);
    const float of_line = a.line_diagonal(span.y, span.z);
    const int shift = colour + span.y + span.z;
    const Stencil s = a;
    float* const field = u;
    span.each([=](int x) {
      const std::int64_t i = line + x;
      const float value = field[i] + s.residual(field, i) / s.diagonal(of_line, x, i);
      if (((x + shift) & 1) == 0) field[i] = value;
    });
  }
};

/// coarse source = mean of the eight fine residuals; those of black voxels are zero.
struct RestrictResidual {
  Stencil fine;
  float* u;
  Grid coarse;
  float* to;
  HD void operator()(const Span& span) const {
    const std::int64_t target = coarse.at(0, span.y, span.z);
    for (int n = 0; n < 4; ++n) {
      const int y = 2 * span.y + (n & 1), z = 2 * span.z + (n >> 1);
      const int first_red = (red + y + z) & 1;
      const std::int64_t line = fine.grid.at(first_red, y, z);
      fine.faces.fill(u, fine.grid, Span{2 * span.x0, 2 * span.x1, y, z});
      const Stencil s = fine;
      const float* const field = u;
      float* const sum = to;
      span.each([=](int x) {
        const float r = 0.125f * s.residual(field, line + 2 * x);
        sum[target + x] = n == 0 ? r : sum[target + x] + r;
      });
    }
  }
};

/// Adds the trilinear interpolation of the coarse correction to the black voxels.
struct Prolong {
  Grid fine, coarse;
  Faces faces;  // homogeneous: a coarse ghost is mirror * the voxel inside
  const float* from;
  float* u;
  /// A coarse line and its weight.
  struct Line {
    const float* values;
    float weight;
  };
  HD Line line(int y, int z, float weight) const {
    if (y < 0) weight *= faces.mirror[2];
    if (y == coarse.ny) weight *= faces.mirror[3];
    if (z < 0) weight *= faces.mirror[4];
    if (z == coarse.nz) weight *= faces.mirror[5];
    return {from + coarse.at(0, math::clamp(y, 0, coarse.ny - 1), math::clamp(z, 0, coarse.nz - 1)),
            weight};
  }
  HD void operator()(const Span& span) const {
    const int y = span.y / 2, z = span.z / 2;
    const int beside_y = y + ((span.y & 1) ? 1 : -1), beside_z = z + ((span.z & 1) ? 1 : -1);
    const Line a = line(y, z, 0.5625f), b = line(beside_y, z, 0.1875f),
               c = line(y, beside_z, 0.1875f), d = line(beside_y, beside_z, 0.0625f);
    const auto across = [=](int x) {
      return (a.weight * a.values[x] + b.weight * b.values[x]) +
             (c.weight * c.values[x] + d.weight * d.values[x]);
    };
    const int odd = (black + span.y + span.z) & 1;
    const int first = (span.x0 & 1) == odd ? span.x0 : span.x0 + 1;
    const int beside = odd ? 1 : -1, last = coarse.nx - 1;
    const float low = faces.mirror[0], high = faces.mirror[1];
    float* const field = u + fine.at(0, span.y, span.z);
    const Span half{first / 2, first < span.x1 ? (span.x1 - 1 - odd) / 2 + 1 : first / 2, 0, 0};
    half.each([=](int x) {
      const int next = x + beside;
      const float sign = next < 0 ? low : next > last ? high : 1.0f;
      field[2 * x + odd] += 0.75f * across(x) + 0.25f * sign * across(math::clamp(next, 0, last));
    });
  }
};

struct CoarsenSink {
  Grid fine, coarse;
  const float* from;
  float* to;
  HD void operator()(const Span& span) const {
    const std::int64_t target = coarse.at(0, span.y, span.z);
    const std::int64_t line = fine.at(0, 2 * span.y, 2 * span.z);
    const std::int64_t row = fine.row(), slab = fine.slab();
    const float* const k = from;
    float* const mean = to;
    span.each([=](int x) {
      const std::int64_t i = line + 2 * x;
      mean[target + x] =
          0.125f *
          (((k[i] + k[i + 1]) + (k[i + row] + k[i + row + 1])) +
           ((k[i + slab] + k[i + slab + 1]) + (k[i + slab + row] + k[i + slab + row + 1])));
    });
  }
};

/// The coarsest grid in one go: the mean first, which sweeps would find last, then sweeps.
struct SolveCoarsest {
  Stencil a;
  float* u;
  HD void operator()(std::int64_t) const {
    add_to_all(mean_correction());
    for (int half = 0; half < 2 * sweeps_on_coarsest; ++half)
      for (int z = 0; z < a.grid.nz; ++z)
        for (int y = 0; y < a.grid.ny; ++y)
          HalfSweep{a, u, half % 2 == 0 ? red : black}(Span{0, a.grid.nx, y, z});
  }
  /// The constant e with sum of A e = sum of residuals.
  HD float mean_correction() const {
    double residuals = 0, losses = 0;
    for (int z = 0; z < a.grid.nz; ++z)
      for (int y = 0; y < a.grid.ny; ++y)
        for (int x = 0; x < a.grid.nx; ++x) {
          const std::int64_t i = a.grid.at(x, y, z);
          a.faces.fill(u, a.grid, Span{x, x + 1, y, z});
          residuals += a.residual(u, i);
          losses += a.diagonal(a.line_diagonal(y, z), x, i) - a.coupling * neighbours(x, y, z);
        }
    return losses > 0 ? static_cast<float>(residuals / losses) : 0.0f;
  }
  HD float neighbours(int x, int y, int z) const {
    return static_cast<float>((x > 0) + (x < a.grid.nx - 1) + (y > 0) + (y < a.grid.ny - 1) +
                              (z > 0) + (z < a.grid.nz - 1));
  }
  HD void add_to_all(float value) const {
    for (int z = 0; z < a.grid.nz; ++z)
      for (int y = 0; y < a.grid.ny; ++y)
        for (int x = 0; x < a.grid.nx; ++x) u[a.grid.at(x, y, z)] += value;
  }
};

struct SquaredResidual {
  Stencil a;
  const float* u;
  HD double operator()(int x, int y, int z) const {
    const double r = a.residual(u, a.grid.at(x, y, z));
    return r * r;
  }
};

struct Clear {
  Grid grid;
  float* u;
  HD void operator()(const Span& span) const {
    float* const line = u + grid.at(0, span.y, span.z);
    span.each([=](int x) { line[x] = 0; });
  }
};

bool halves(const Grid& grid) {
  return grid.nx % 2 == 0 && grid.ny % 2 == 0 && grid.nz % 2 == 0 && grid.nx >= 4 && grid.ny >= 4 &&
         grid.nz >= 4;
}

std::vector<Grid> hierarchy(Grid grid) {
  std::vector<Grid> grids{grid};
  for (; halves(grid); grids.push_back(grid))
    grid = {grid.nx / 2, grid.ny / 2, grid.nz / 2, 2 * grid.spacing_um};
  return grids;
}

void smooth(Device& device, const Stencil& a, float* u) {
  for_each_span(device, "multigrid smooth", a.grid, HalfSweep{a, u, red});
  for_each_span(device, "multigrid smooth", a.grid, HalfSweep{a, u, black});
}

}  // namespace

void Multigrid::fit(Device& device, const Grid& grid) {
  if (!levels_.empty() && levels_[0].grid == grid) return;
  const std::vector<Grid> grids = hierarchy(grid);
  std::size_t floats = 0;
  for (const Grid& g : grids) floats += static_cast<std::size_t>(3 * g.stored());
  floats -= static_cast<std::size_t>(grid.stored());  // the finest u is the caller's field
  memory_ = Buffer<float>(device, floats, "multigrid levels");
  levels_.clear();
  float* next = memory_.data();
  const auto take = [&](const Grid& g) { return (next += g.stored()) - g.stored(); };
  for (const Grid& g : grids)
    levels_.push_back({g, levels_.empty() ? nullptr : take(g), take(g), take(g)});
}

void Multigrid::solve(Device& device, const Helmholtz& equation, float* u, int cycles) {
  levels_[0].u = u;
  for (std::size_t l = 1; l < levels_.size(); ++l)
    for_each_span(
        device, "multigrid coarsen", levels_[l].grid,
        CoarsenSink{levels_[l - 1].grid, levels_[l].grid, levels_[l - 1].sink, levels_[l].sink});
  for (int i = 0; i < cycles; ++i) cycle(device, equation, 0);
}

void Multigrid::cycle(Device& device, const Helmholtz& equation, std::size_t level) {
  const MultigridLevel& here = levels_[level];
  const Stencil a = stencil(equation, here, level == 0);
  if (level + 1 == levels_.size())
    return for_each_index(device, "multigrid coarsest", 1, SolveCoarsest{a, here.u});
  const MultigridLevel& coarse = levels_[level + 1];
  smooth(device, a, here.u);
  for_each_span(device, "multigrid restrict", coarse.grid,
                RestrictResidual{a, here.u, coarse.grid, coarse.source});
  for_each_span(device, "multigrid clear", coarse.grid, Clear{coarse.grid, coarse.u});
  cycle(device, equation, level + 1);
  for_each_span(device, "multigrid prolong", here.grid,
                Prolong{here.grid, coarse.grid, equation.faces, coarse.u, here.u});
  smooth(device, a, here.u);
}

double Multigrid::residual(Device& device, const Helmholtz& equation, float* u) {
  levels_[0].u = u;
  for_each_span(device, "multigrid ghosts", levels_[0].grid,
                FillGhosts{levels_[0].grid, equation.faces, u});
  const Stencil a = stencil(equation, levels_[0], true);
  const double sum = brick_sum<double>(device, "multigrid residual", a.grid, SquaredResidual{a, u});
  return math::sqrt(sum / static_cast<double>(a.grid.voxels()));
}

}  // namespace metastasim::tissue
