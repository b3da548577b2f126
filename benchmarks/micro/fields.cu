// The solvers of substances, each alone, on a block without cells. Bytes are counted on paper, 4 for every value that has
// to be read or written once:
//   V-cycle, on the finest grid   sweep red and black, form residuals: read u, k, f, write u         16
//                                 correct and sweep again: the same                                  16
//                                 coarse f written, coarse u read: an eighth of each                  1
//             on all coarser grids an eighth, and an eighth of that ...: x 8/7
//   explicit substep              read u, carry, source; write u, carry                              20
// and so are operations, one for each sign in the equations of helmholtz_stencil.hpp, multigrid_transfer.hpp and
// explicit_diffusion.cu; what only faces ask for is left out:
//   V-cycle, on the finest grid   two sweeps: residual 16, diagonal 1, correction 1                  36 + 2 divisions
//                                 residual of half of the voxels 16 / 2, mean of eight 4 / 8          8.5
//                                 correction of half of them: (2 x 7 + 2 x 4) / 2 for each            5.5
//   explicit substep              differences 11, change 6, two-sum 6                                23
#include <memory>

#include "benchmarks/micro/cases.hpp"
#include "kernels/tissue/explicit_diffusion.hpp"
#include "kernels/tissue/multigrid.hpp"

namespace metastasim::bench {

namespace {

constexpr double all_grids = 8.0 / 7;
constexpr Work of_cycle{(16 + 16 + 1) * all_grids, Unit::vectors, (36 + 8.5 + 5.5) * all_grids,
                        2 * all_grids};
constexpr Work of_substep{20, Unit::vectors, 11 + 6 + 6, 0};
constexpr float diffusion = 1.45e5f;

/// A tissue that is not the same everywhere.
struct Terms {
  tissue::HelmholtzTerms terms;
  HD void operator()(int x, int y, int z) const {
    const auto uneven = static_cast<float>((7 * x + 5 * y + 3 * z) % 97) / 97;
    terms.set(x, y, z, 3 + 100 * uneven, 100 + 5000 * uneven * uneven);
  }
};

/// Not flat: arithmetic on zeros is no measure.
std::vector<float> ripples(const Grid& grid, float mean) {
  std::vector<float> values(static_cast<std::size_t>(grid.stored()));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = mean * (1 + 0.01f * static_cast<float>(i % 97));
  return values;
}

Case v_cycle(Device& device, const Grid& grid) {
  const auto solver = std::make_shared<tissue::Multigrid>();
  solver->fit(device, grid);
  for_each_voxel(device, "terms", grid, Terms{solver->terms()});
  const auto u = std::make_shared<Buffer<float>>(device, grid.stored(), "u");
  const tissue::Helmholtz equation{0, diffusion, tissue::held_at(38)};
  return {"multigrid V-cycle", "voxel", grid.voxels(), of_cycle,
          [&device, solver, u, equation] { solver->solve(device, equation, u->data(), 1); }};
}

Case substep(Device& device, const Grid& grid) {
  struct World {
    tissue::ExplicitScratch scratch;
    Buffer<float> u, carry;
  };
  const auto size = static_cast<std::size_t>(grid.stored());
  const auto w = std::make_shared<World>(
      World{{}, Buffer<float>(device, size, "u"), Buffer<float>(device, size, "carry")});
  w->scratch.fit(device, grid);
  w->u.copy_from_host(ripples(grid, 1));
  const tissue::SlowSubstance slow{6, 1e-4};
  constexpr double dt_min = 6;
  const int substeps = tissue::explicit_substeps(slow, grid, dt_min);
  return {"explicit diffusion", "voxel", grid.voxels() * substeps, of_substep,
          [&device, w, slow, grid] {
            tissue::diffuse_explicitly(device, slow, grid, dt_min, w->scratch, w->u.data(),
                                       w->carry.data());
          }};
}

}  // namespace

std::vector<Case> field_cases(Device& device, int n) {
  const Grid grid{n, n, n, 20};
  return {v_cycle(device, grid), substep(device, grid)};
}

}  // namespace metastasim::bench
