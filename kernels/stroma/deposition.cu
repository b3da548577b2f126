// Fibroblasts lay and remodel collagen: they bring the matrix around them to a target.
//
//   dw/dt = r n (1 + a T^2 / (T^2 + T_half^2)) (w_t - w)
//
//   w    extracellular matrix, as a fraction of that of intact tissue            [1]
//   w_t  what fibroblasts make of it: 1 heals, more is desmoplasia               [1]
//   r    rate of one fibroblast in 8000 um3                                      [1/min]
//   n    fibroblasts in 8000 um3                                                 [1]
//   T    active TGF-beta (invasion/tgf_beta.cu)                                  [nM]
//   a    what activation by TGF-beta adds, T_half where it adds half             [1], [nM]
// PhysiCell's collective invasion model (Metzcar et al. 2024, doi 10.1101/2022.11.21.514608): r =
// 0.001 1/min, one fibroblast to a voxel of 20 um; there the target is half of the densest matrix.
// Activation (cancer-associated fibroblasts): human lung fibroblasts make selectively more collagen from
// 0.1 ng/mL of TGF-beta on and at 1 ng/mL most, 2 to 3 times as much (Fine and Goldstein 1987, J Biol
// Chem 262:3897). T_half between the two and the exponent are assumed; it follows TGF-beta at once.
// Linear in w, so a step of any length is exact for the fibroblasts of its start: alone in a voxel,
// w(t) = w_t + (w_0 - w_t) exp(-r t).
#include "kernels/invasion/tgf_beta.hpp"
#include "kernels/process.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/deposit.hpp"

namespace metastasim::stroma {

namespace {

struct DepositionParams {
  float target;
};
struct DepositionCellParams {
  float per_min, activation, tgf_beta_half;
};

struct Remodelling {
  tissue::RateOfKind<DepositionCellParams, &DepositionCellParams::per_min> resting;
  const float* tgf_beta;
  HD float operator()(std::uint32_t row, std::int64_t at) const {
    const DepositionCellParams& p = resting.params[resting.type[row]];
    const float t = math::square(math::max(tgf_beta[at], 0.0f));
    return resting(row, at) * (1 + p.activation * t / (t + math::square(p.tgf_beta_half)));
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
                  "target"),
            param("cell.*.fibroblast.activation", &CellParams::activation, "1", 1.5, {0, 100},
                  "Fine and Goldstein 1987 (2 to 3 times as much collagen)",
                  "what TGF-beta in plenty adds to that rate, as a multiple of it"),
            param("cell.*.fibroblast.TGF_beta_half", &CellParams::tgf_beta_half, "nM", 0.012,
                  {1e-6, 100}, "assumed (0.3 ng/mL); Fine and Goldstein 1987: 0.1 to 1",
                  "TGF-beta that activates a fibroblast by half")};
  }
  static std::vector<ColumnSpec> writes() { return {field::ecm}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::fibroblast)) return;
    const Table& cells = s.site.cells;
    const tissue::Deposited rate = tissue::deposit(
        s, "fibroblasts at work",
        Remodelling{{cells, CellKind::fibroblast, by_type}, s.site.fields.data(field::tgf_beta)});
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
