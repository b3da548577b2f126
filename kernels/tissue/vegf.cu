// VEGF, the call for vessels: secreted by cells that lack oxygen, spreads, decays.
//
//   dv/dt = D lap v - k v - P A v / V + sum_cells s h      backward Euler
//
//   v   vascular endothelial growth factor          [nM]
//   D   diffusion coefficient                       [um2/min]               Owen 2011
//   k   decay, ln 2 / half-life                     [1/min]                 Owen 2011
//   s   secretion of a tumour cell in full hypoxia  [nM/min in 8000 um3]    Owen 2011, of cancer cells;
//       what immune cells and fibroblasts may add is left out, s = 0
//   h   hypoxic response of the cell (hypoxia.cu)   [1]
//   P   permeability of the wall, into blood that carries it away     [um/min]  Stefanini
//       2008 (doi 10.1186/1752-0509-2-77): 4e-8 cm/s in healthy tissue, 4e-7 to 4e-5 in tumours
//   A   wall of blood vessels in the voxel of volume V                [um2, um3]
// Owen et al. 2011 (doi 10.1158/0008-5472.can-10-2834). An explicit step would have to stay below
// h^2 / 6 D, 4 s on voxels of 20 um.
#include "kernels/process.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/backward_euler.hpp"
#include "kernels/tissue/boundary.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/vessel_surface.hpp"

namespace metastasim::tissue {

namespace {

constexpr int cycles = 4;

struct VegfParams : Boundary {
  float diffusion, half_life_min, permeability_um_per_min, at_faces_nm;
};
struct VegfCellParams {
  float secretion;
};

struct Secretion {
  RateOfKind<VegfCellParams, &VegfCellParams::secretion> in_full_hypoxia;
  const float* hif;
  HD float operator()(std::uint32_t row, std::int64_t at) const {
    return in_full_hypoxia(row, at) * hif[row];
  }
};

/// A step in which blood carries some of it away.
struct Sources {
  BackwardEuler step;
  VesselSurface walls;
  float per_wall_um2;
  HD void operator()(int x, int y, int z) const {
    step.take(x, y, z, per_wall_um2 * walls.area_um2(step.grid.number(x, y, z)));
  }
};

}  // namespace

struct Vegf {
  static constexpr const char* meaning = "VEGF is secreted by hypoxic cells, spreads and decays";
  using Params = VegfParams;
  using CellParams = VegfCellParams;
  static std::vector<ParamSpec> params() {
    std::vector<ParamSpec> all{
        param("substance.VEGF.diffusion", &Params::diffusion, "um2/min", 1000, {1, 1e5},
              "Owen 2011 (1e-5 cm2/min)", "diffusion coefficient"),
        param("substance.VEGF.half_life", &Params::half_life_min, "min", 69, {1, 1e6},
              "Owen 2011 (0.01 1/min)", "time in which half of it is gone"),
        param("substance.VEGF.wall_permeability", &Params::permeability_um_per_min, "um/min", 0.024,
              {0, 100}, "Stefanini 2008 (healthy tissue, 4e-8 cm/s; tumours 4e-7 and more)",
              "how fast VEGF passes a vessel's wall into the blood"),
        param("site.*.VEGF_at_boundary", &Params::at_faces_nm, "nM", 0, {0, 1000}, "set-up",
              "VEGF at the faces of the block where it is held"),
    };
    add_boundary<Params>(all, "VEGF");
    return all;
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.VEGF_secretion", &CellParams::secretion, "nM/min", 0.01, {0, 10}, "Owen 2011",
              "what one tumour cell in full hypoxia adds per time to a cube of 20 um"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {field::vegf}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const Grid& grid = s.site.grid;
    Table& cells = s.site.cells;
    auto& solver = s.site.workspace.get<Multigrid>();
    solver.fit(s.device, grid);
    const Deposited secreted =
        deposit(s, "VEGF secretion",
                Secretion{{cells, CellKind::tumour, by_type}, cells.data(hypoxia::hif)});
    float* vegf = s.site.fields.data(field::vegf);
    const BackwardEuler step(s, solver, secreted, params.half_life_min, vegf);
    for_each_voxel(s.device, "VEGF sources", grid,
                   Sources{step, VesselSurface(s.state.vessels, s.site.id),
                           params.permeability_um_per_min / grid.voxel_volume_um3()});
    solver.solve(s.device, {step.per_step, params.diffusion, params.faces(params.at_faces_nm)},
                 vegf, cycles);
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::vegf() { return make_process<tissue::Vegf>("vegf"); }
