// MMP-2, the protease that leaves the cell: secreted by mesenchymal cells, slow in the matrix.
//
//   dm/dt = D_m lap m + Theta c_M - Lambda m
//
//   m       MMP-2                                    [nM]
//   D_m     diffusion coefficient                    [um2/min]  Franssen 2019: 1e-9 cm2/s
//   Theta   secretion of one mesenchymal cell        [nM/min in 8000 um3]  Franssen 2019: 0.195 in 4e4 s
//           in a voxel of 10 um, in a unit that is not stated: 1 nM and a depth of 10 um are assumed
//   c_M     mesenchymal cells in 8000 um3            [1]        partial ones by their EMT score
//   Lambda  decay, ln 2 / half-life                  [1/min]    Franssen 2019: 2.5e-6 1/s
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x).
#include "kernels/invasion/mmp2.hpp"

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/boundary.hpp"
#include "kernels/tissue/deposit.hpp"
#include "kernels/tissue/explicit_diffusion.hpp"

namespace metastasim::invasion {

namespace {

enum class Decay : int { exact, euler };

struct Mmp2Params : tissue::Boundary {
  double diffusion, half_life_min;
  float at_faces_nm;
  Decay decay;
};
struct Mmp2CellParams {
  float secretion;
};

struct Secretion {
  const std::uint8_t* type;
  emt::Proteolysis proteolysis;
  const Mmp2CellParams* params;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return proteolysis(row) * params[type[row]].secretion;
  }
};

}  // namespace

struct Mmp2 {
  static constexpr const char* meaning =
      "MMP-2 is secreted by mesenchymal cells, spreads and decays";
  using Params = Mmp2Params;
  using CellParams = Mmp2CellParams;
  static std::vector<ParamSpec> params() {
    std::vector<ParamSpec> all{
        param("substance.MMP2.diffusion", &Params::diffusion, "um2/min", 6, {0, 1e4},
              "Franssen 2019 (1e-9 cm2/s)", "diffusion coefficient; most of it is bound to matrix"),
        param("substance.MMP2.half_life", &Params::half_life_min, "min", 77 * 60, {1, 1e7},
              "Franssen 2019 (2.5e-6 1/s)", "time in which half of it is gone"),
        param("numerics.MMP2_decay", &Params::decay, "1", 0, {0, 1}, "exact; Euler: Franssen 2019",
              "how decay is stepped: exact, or in the published explicit form", {"exact", "Euler"}),
        param("site.*.MMP2_at_boundary", &Params::at_faces_nm, "nM", 0, {0, 1000}, "set-up",
              "MMP-2 at the faces of the block where it is held"),
    };
    tissue::add_boundary<Params>(all, "MMP2");
    return all;
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.mesenchymal.MMP2_secretion", &CellParams::secretion, "nM/min",
              0.195 * 60 / 4e4 / 8, {0, 10},
              "Franssen 2019 (0.195 in 4e4 s and 10 um); 1 nM assumed as the unit",
              "what one mesenchymal cell adds per time to a cube of 20 um"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {mmp2::carry}; }
  static std::vector<ColumnSpec> writes() { return {field::mmp2, mmp2::carry}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const Grid& grid = s.site.grid;
    const Table& cells = s.site.cells;
    auto& scratch = s.site.workspace.get<tissue::ExplicitScratch>();
    scratch.fit(s.device, grid);
    const emt::Proteolysis proteolysis{cells.data(emt::score), cells.data(colony::dormant)};
    const tissue::Deposited secreted = tissue::deposit(
        s, "MMP2 secretion", Secretion{cells.data(cell::type), proteolysis, by_type});
    const float dilution = tissue::secretion_volume_um3 / grid.voxel_volume_um3();
    for_each_voxel(s.device, "MMP2 sources", grid,
                   tissue::DepositedField{grid, secreted, dilution, scratch.source.data()});
    const tissue::SlowSubstance substance{params.diffusion, math::log(2.0) / params.half_life_min,
                                          params.decay == Decay::euler,
                                          params.faces(params.at_faces_nm)};
    tissue::diffuse_explicitly(s.device, substance, grid, s.dt_min, scratch,
                               s.site.fields.data(field::mmp2), s.site.fields.data(mmp2::carry));
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::mmp2() { return make_process<invasion::Mmp2>("mmp2"); }
