// Active TGF-beta: the stroma around a tumour releases it, so it is felt at the rim.
//
//   0 = D lap T - k T + q (1 - phi)+ + sum_cells s
//
//   T    active TGF-beta                              [nM]
//   D    diffusion coefficient                        [um2/min]   that of VEGF (45 kDa, Owen 2011) by the
//        cube root of the masses, 25 kDa
//   k    loss of the active form, ln 2 / half-life    [1/min]     Wakefield et al. 1990 (doi
//        10.1172/JCI114932): 2 to 3 min in the blood of rats, over 100 min for the latent form
//   q    release by tissue without tumour cells       [nM/min]    assumed; none by default
//   phi  share of the voxel that tumour cells fill    [1]
//   s    release by a cell                            [nM/min in 8000 um3]   assumed; none by default
// It settles within minutes, so each step finds the steady state from the last one. The signal
// fades within sqrt(D/k), 66 um: a few layers of cells from the rim. No flux through the faces of
// the block. Most TGF-beta lies in the matrix in its latent form; only what is released is modelled.
#include "kernels/invasion/tgf_beta.hpp"

#include "kernels/process.hpp"
#include "kernels/tissue/deposit.hpp"
#include "kernels/tissue/multigrid.hpp"

namespace metastasim::invasion {

namespace {

constexpr int cycles = 4;

struct TgfBetaParams {
  float diffusion, half_life_min, stroma;
};
struct TgfBetaCellParams {
  float secretion;
};

struct Secretion {
  const std::uint8_t* type;
  const TgfBetaCellParams* params;
  HD float operator()(std::uint32_t row, std::int64_t) const { return params[type[row]].secretion; }
};

/// Volume of a tumour cell, in voxels.
struct Filling {
  const std::uint8_t* kind;
  const float* radius;
  float per_voxel;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return is_tumour(kind[row]) ? 4.1887902f * math::cube(radius[row]) * per_voxel : 0.0f;
  }
};

struct Release {
  Grid grid;
  tissue::Deposited secreted;
  float dilution, decay;
  tissue::HelmholtzTerms terms;
  HD void operator()(int x, int y, int z) const {
    terms.set(x, y, z, decay, dilution * secreted(grid.at(x, y, z)));
  }
};

struct AddStroma {
  Grid grid;
  tissue::Deposited filled;
  float stroma;
  tissue::HelmholtzTerms terms;
  HD void operator()(int x, int y, int z) const {
    terms.add_source(x, y, z, stroma * math::max(1 - filled(grid.at(x, y, z)), 0.0f));
  }
};

}  // namespace

struct TgfBeta {
  static constexpr const char* meaning =
      "TGF-beta is released by stroma and cells, spreads and is lost: its steady state";
  using Params = TgfBetaParams;
  using CellParams = TgfBetaCellParams;
  static std::vector<ParamSpec> params() {
    return {
        param("substance.TGF_beta.diffusion", &Params::diffusion, "um2/min", 1200, {1, 1e5},
              "that of VEGF (Owen 2011) by the cube root of the mass", "diffusion coefficient"),
        param("substance.TGF_beta.half_life", &Params::half_life_min, "min", 2.5, {0.1, 1e6},
              "Wakefield 1990 (blood, rat)", "time in which half of the active form is gone"),
        param("site.*.TGF_beta_release", &Params::stroma, "nM/min", 0, {0, 10}, "set-up",
              "active TGF-beta that tissue without tumour cells releases"),
    };
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.TGF_beta_secretion", &CellParams::secretion, "nM/min", 0, {0, 10}, "set-up",
              "active TGF-beta that one cell adds per time to a cube of 20 um"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {field::tgf_beta}; }
  static std::vector<ColumnSpec> writes() { return {field::tgf_beta}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const Grid& grid = s.site.grid;
    const Table& cells = s.site.cells;
    auto& solver = s.site.workspace.get<tissue::Multigrid>();
    solver.fit(s.device, grid);
    const float volume = grid.voxel_volume_um3();
    const tissue::Deposited secreted =
        tissue::deposit(s, "TGF-beta secretion", Secretion{cells.data(cell::type), by_type});
    for_each_voxel(
        s.device, "TGF-beta of cells", grid,
        Release{grid, secreted, tissue::secretion_volume_um3 / volume,
                static_cast<float>(math::log(2.0)) / params.half_life_min, solver.terms()});
    const tissue::Deposited filled = tissue::deposit(
        s, "tumour volume", Filling{cells.data(cell::kind), cells.data(cell::radius), 1 / volume});
    for_each_voxel(s.device, "TGF-beta of the stroma", grid,
                   AddStroma{grid, filled, params.stroma, solver.terms()});
    solver.solve(s.device, {0, params.diffusion, tissue::zero_flux()},
                 s.site.fields.data(field::tgf_beta), cycles);
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::tgf_beta() {
  return make_process<invasion::TgfBeta>("tgf_beta");
}
