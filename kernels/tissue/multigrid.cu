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
#include "kernels/tissue/multigrid.hpp"

#include "kernels/core/waves.hpp"
#include "kernels/state/brick_sum.hpp"
#include "kernels/tissue/multigrid_transfer.hpp"

namespace metastasim::tissue {

namespace {

constexpr int sweeps_on_coarsest = 8;

Stencil stencil(const Helmholtz& equation, const MultigridLevel& level, bool finest) {
  const Faces faces = finest ? equation.faces : equation.faces.homogeneous();
  return {level.order,
          faces,
          equation.diffusion_um2_per_min / math::square(level.order.grid.spacing_um),
          equation.rate_per_min,
          level.sink,
          level.source};
}

/// The residual voxel by voxel, for sums in the order of x, y, z.
struct Residual {
  Stencil a;
  const float* u;
  HD float operator()(int x, int y, int z) const {
    return a.residual(a.half_line(u, a.order.line((x + y + z) & 1, y, z)), x >> 1);
  }
};

struct FillGhostsOfBoth {
  Stencil a;
  float* u;
  HD void operator()(const Span& halves) const {
    for (int colour = red; colour <= black; ++colour) {
      const ColourLine line = a.order.line(colour, halves.y, halves.z);
      a.order.fill_ghosts(a.faces, u, line, halves.x0, math::min(halves.x1, line.count));
    }
  }
};

/// The coarsest grid in one go: the mean first, which sweeps would find last, then sweeps.
struct SolveCoarsest {
  Stencil a;
  float* u;
  HD void operator()(std::int64_t) const {
    fill_ghosts();
    add_to_all(mean_correction());
    for (int half = 0; half < 2 * sweeps_on_coarsest; ++half)
      each_line([&](int y, int z) {
        HalfSweep{a, u, half % 2 == 0 ? red : black}(Span{0, halves(), y, z});
      });
  }

 private:
  HD int halves() const { return (a.order.grid.nx + 1) / 2; }
  template <class F>
  HD void each_line(const F& f) const {
    for (int z = 0; z < a.order.grid.nz; ++z)
      for (int y = 0; y < a.order.grid.ny; ++y) f(y, z);
  }
  HD void fill_ghosts() const {
    each_line([&](int y, int z) { FillGhostsOfBoth{a, u}(Span{0, halves(), y, z}); });
  }
  /// The constant e with sum of A e = sum of residuals.
  HD float mean_correction() const {
    const Grid& grid = a.order.grid;
    double residuals = 0, losses = 0;
    each_line([&](int y, int z) {
      for (int x = 0; x < grid.nx; ++x) {
        residuals += Residual{a, u}(x, y, z);
        losses += a.line_diagonal(y, z) + a.sink[a.order.at(x, y, z)] -
                  a.coupling * a.faces.mirrors_of_end(grid, x) - a.coupling * neighbours(x, y, z);
      }
    });
    return losses > 0 ? static_cast<float>(residuals / losses) : 0.0f;
  }
  HD float neighbours(int x, int y, int z) const {
    const Grid& grid = a.order.grid;
    return static_cast<float>((x > 0) + (x < grid.nx - 1) + (y > 0) + (y < grid.ny - 1) + (z > 0) +
                              (z < grid.nz - 1));
  }
  HD void add_to_all(float value) const {
    each_line([&](int y, int z) {
      for (int x = 0; x < a.order.grid.nx; ++x) u[a.order.at(x, y, z)] += value;
    });
  }
};

struct SquaredResidual {
  Residual residual;
  HD double operator()(int x, int y, int z) const {
    const double r = residual(x, y, z);
    return r * r;
  }
};

bool divides(const Grid& grid) {
  return grid.nx % 2 == 0 && grid.ny % 2 == 0 && grid.nz % 2 == 0 && grid.nx >= 4 && grid.ny >= 4 &&
         grid.nz >= 4;
}

std::vector<Checkerboard> hierarchy(Grid grid) {
  std::vector<Checkerboard> grids{{grid}};
  for (; divides(grid); grids.push_back({grid}))
    grid = {grid.nx / 2, grid.ny / 2, grid.nz / 2, 2 * grid.spacing_um};
  return grids;
}

template <class Body>
WaveStage<Body> stage(const char* label, const Grid& grid, int reach, const Body& body) {
  return {label, grid, reach, body};
}

WaveStage<HalfSweep> sweep(const Stencil& a, float* u, int colour) {
  return {"multigrid smooth", a.order.halves(), 1, {a, u, colour}};
}

}  // namespace

void Multigrid::fit(Device& device, const Grid& grid) {
  if (!levels_.empty() && levels_[0].order.grid == grid) return;
  const std::vector<Checkerboard> orders = hierarchy(grid);
  std::size_t floats = 0;
  for (const Checkerboard& order : orders) floats += static_cast<std::size_t>(3 * order.stored());
  const auto of_means = static_cast<std::size_t>(orders[orders.size() > 1].grid.stored());
  memory_ = Buffer<float>(device, floats + of_means, "multigrid levels");
  levels_.clear();
  float* next = memory_.data();
  const auto take = [&](const Checkerboard& o) { return (next += o.stored()) - o.stored(); };
  for (const Checkerboard& o : orders) levels_.push_back({o, take(o), take(o), take(o)});
  means_ = next;
}

void Multigrid::solve(Device& device, const Helmholtz& equation, float* field, int cycles) {
  const MultigridLevel& finest = levels_[0];
  const Grid pairs = finest.order.halves();
  for_each_span(device, "multigrid split", pairs, Split{finest.order, field, finest.u});
  for (int i = 0; i < cycles; ++i) cycle(device, equation, 0);
  for_each_span(device, "multigrid join", pairs, Join{finest.order, finest.u, field});
}

void Multigrid::cycle(Device& device, const Helmholtz& equation, std::size_t level) {
  const MultigridLevel& here = levels_[level];
  const Stencil a = stencil(equation, here, level == 0);
  if (level + 1 == levels_.size())
    return for_each_index(device, "multigrid coarsest", 1, SolveCoarsest{a, here.u});
  descend(device, a, here, levels_[level + 1]);
  cycle(device, equation, level + 1);
  ascend(device, a, here, levels_[level + 1]);
}

/// Smooths, and gives the coarser grid its equation.
void Multigrid::descend(Device& device, const Stencil& a, const MultigridLevel& here,
                        const MultigridLevel& coarse) {
  for_each_span_in_waves(
      device, "multigrid down", here.order.grid,
      stage<CoarsenSink>("multigrid coarsen", coarse.order.halves(), 0,
                         {here.order, coarse.order, here.sink, coarse.sink}),
      sweep(a, here.u, red), sweep(a, here.u, black),
      stage<RestrictResidual>("multigrid restrict", coarse.order.grid, 2,
                              {a, here.u, coarse.order, means_, coarse.source, coarse.u}));
}

/// Adds what the coarser grid found, and smooths.
void Multigrid::ascend(Device& device, const Stencil& a, const MultigridLevel& here,
                       const MultigridLevel& coarse) {
  const Grid pairs{coarse.order.halves().nx, here.order.grid.ny, here.order.grid.nz, 0};
  for_each_span_in_waves(device, "multigrid up", here.order.grid,
                         stage<Prolong>("multigrid prolong", pairs, 0,
                                        {here.order, coarse.order, a.faces, coarse.u, here.u}),
                         sweep(a, here.u, red), sweep(a, here.u, black));
}

double Multigrid::residual(Device& device, const Helmholtz& equation, const float* field) {
  const MultigridLevel& finest = levels_[0];
  const Stencil a = stencil(equation, finest, true);
  const Grid pairs = finest.order.halves();
  for_each_span(device, "multigrid split", pairs, Split{finest.order, field, finest.u});
  for_each_span(device, "multigrid ghosts", pairs, FillGhostsOfBoth{a, finest.u});
  const double sum =
      brick_sum<double>(device, "multigrid residual", a.order.grid, SquaredResidual{{a, finest.u}});
  return math::sqrt(sum / static_cast<double>(a.order.grid.voxels()));
}

}  // namespace metastasim::tissue
