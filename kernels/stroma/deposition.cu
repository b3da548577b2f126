// Fibroblasts lay and remodel collagen: they bring the matrix around them to a target.
//
//   dw/dt = r n (w_t - w)
//
//   w    extracellular matrix, as a fraction of that of intact tissue            [1]
//   w_t  what fibroblasts make of it: 1 heals, more is desmoplasia               [1]
//   r    rate of one fibroblast in 8000 um3                                      [1/min]
//   n    fibroblasts in 8000 um3                                                 [1]
// PhysiCell's collective invasion model (Metzcar et al. 2024, doi 10.1101/2022.11.21.514608): r =
// 0.001 1/min, one fibroblast to a voxel of 20 um; there the target is half of the densest matrix.
// Linear in w, so a step of any length is exact for the fibroblasts of its start: alone in a voxel,
// w(t) = w_t + (w_0 - w_t) exp(-r t).
#include "kernels/process.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/deposit.hpp"

namespace metastasim::stroma {

namespace {

struct DepositionParams {
  float target;
};
struct DepositionCellParams {
  float per_min;
};

struct Remodelling {
  const std::uint8_t *type, *kind;
  const DepositionCellParams* params;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return is_fibroblast(kind[row]) ? params[type[row]].per_min : 0.0f;
  }
};

struct Relax {
  Grid grid;
  tissue::Deposited rate;
  float target, dilution, dt_min;
  float* ecm;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    if (rate.any(i))
      ecm[i] += (target - ecm[i]) * math::hazard_probability(dilution * rate(i), dt_min);
  }
};

}  // namespace

struct Deposition {
  static constexpr const char* meaning = "fibroblasts lay and remodel collagen";
  using Params = DepositionParams;
  using CellParams = DepositionCellParams;
  static std::vector<ParamSpec> params() {
    return {param("stroma.collagen_target", &Params::target, "1", 1, {0, 10},
                  "assumed: they restore intact tissue",
                  "collagen that fibroblasts keep, as a fraction of intact tissue; above 1 they "
                  "make it denser")};
  }
  static std::vector<ParamSpec> cell_params() {
    return {param("cell.*.fibroblast.remodelling", &CellParams::per_min, "1/min", 0.001, {0, 1},
                  "Metzcar 2024 (collective invasion)",
                  "rate at which one fibroblast brings the collagen of a cube of 20 um to its "
                  "target")};
  }
  static std::vector<ColumnSpec> writes() { return {field::ecm}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::fibroblast)) return;
    const Table& cells = s.site.cells;
    const tissue::Deposited rate =
        tissue::deposit(s, "fibroblasts at work",
                        Remodelling{cells.data(cell::type), cells.data(cell::kind), by_type});
    const Grid& grid = s.site.grid;
    for_each_voxel(
        s.device, "deposition", grid,
        Relax{grid, rate, params.target, tissue::secretion_volume_um3 / grid.voxel_volume_um3(),
              static_cast<float>(s.dt_min), s.site.fields.data(field::ecm)});
  }
};

}  // namespace metastasim::stroma

metastasim::Process metastasim::processes::deposition() {
  return make_process<stroma::Deposition>("deposition");
}
