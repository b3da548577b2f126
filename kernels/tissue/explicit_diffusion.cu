// Forward in time, centred in space, in substeps below the stability limit.
//
//   u(n+1) = u(n) + D dt/h^2 sum(u_neighbour - u) - lambda dt u + g dt s
//
//   D       diffusion coefficient   [um2/min]
//   s       secretion               [unit/min]
//   lambda  loss within a substep   [1/min]: decay (published form), or (1 - exp(-decay dt)) / dt,
//           with g = lambda / decay: then a uniform field follows its exponential exactly
// Positive where dt (6 D/h^2 + lambda) <= 1, with 9 for 6 where a face is held: its value lies half a
// voxel away. In plain float32 such sums lose 5e-5 of the mass in
// 24,000 steps, so the rounding error of each addition is kept (Knuth 1969, two-sum) and added the
// next time.
#include "kernels/tissue/explicit_diffusion.hpp"

#include "kernels/tissue/laplacian.hpp"

namespace metastasim::tissue {

namespace {

/// sum + error = a + b, exactly.
HD inline float two_sum(float a, float b, float& error) {
  const float sum = a + b;
  const float b_part = sum - a;
  error = (a - (sum - b_part)) + (b - b_part);
  return sum;
}

struct Substep {
  Grid grid;
  float diffuse, lose, gain;  // D dt/h^2, lambda dt, g dt
  const float* source;
  float* from;
  float *to, *carry;
  Faces faces;
  HD void operator()(const Span& span) const {
    faces.fill(from, grid, span);
    const std::int64_t line = grid.at(0, span.y, span.z), row = grid.row(), slab = grid.slab();
    const Substep s = *this;
    span.each([=](int x) {
      const std::int64_t i = line + x;
      const float spread = s.diffuse * neighbour_differences(s.from, i, row, slab);
      const float change = (spread + (s.gain * s.source[i] - s.lose * s.from[i])) + s.carry[i];
      float error;
      s.to[i] = two_sum(s.from[i], change, error);
      s.carry[i] = error;
    });
  }
};

/// Of the voxel that has most: in a corner, where three faces may be held.
int couplings(const Faces& faces) {
  for (const float mirror : faces.mirror)
    if (mirror < 0) return 9;
  return 6;
}

double loss_per_min(const SlowSubstance& substance, double dt_min) {
  if (substance.euler_decay) return substance.decay_per_min;
  return (1 - math::exp(-substance.decay_per_min * dt_min)) / dt_min;
}

}  // namespace

void ExplicitScratch::fit(Device& device, const Grid& grid) {
  source.at_least(device, static_cast<std::size_t>(grid.stored()), "secretion");
  next.at_least(device, static_cast<std::size_t>(grid.stored()), "substep");
}

int explicit_substeps(const SlowSubstance& substance, const Grid& grid, double dt_min) {
  const double h = grid.spacing_um;
  const double limit_min =
      1 / (couplings(substance.faces) * substance.diffusion_um2_per_min / (h * h) +
           substance.decay_per_min);
  return 2 * math::max(1, static_cast<int>(-math::floor(-dt_min / (2 * limit_min))));
}

void diffuse_explicitly(Device& device, const SlowSubstance& substance, const Grid& grid,
                        double dt_min, ExplicitScratch& scratch, float* u, float* carry) {
  const int substeps = explicit_substeps(substance, grid, dt_min);
  const double dt = dt_min / substeps, h = grid.spacing_um;
  const double lambda = loss_per_min(substance, dt);
  const double gain = substance.decay_per_min > 0 ? lambda / substance.decay_per_min : 1;
  Substep there{grid,
                static_cast<float>(substance.diffusion_um2_per_min * dt / (h * h)),
                static_cast<float>(lambda * dt),
                static_cast<float>(gain * dt),
                scratch.source.data(),
                u,
                scratch.next.data(),
                carry,
                substance.faces};
  Substep back = there;
  back.from = there.to;
  back.to = there.from;
  for (int i = 0; i < substeps; i += 2) {
    for_each_span(device, "explicit diffusion", grid, there);
    for_each_span(device, "explicit diffusion", grid, back);
  }
}

}  // namespace metastasim::tissue
