// The signal that calls immune cells: tumour cells release it, it spreads and decays.
//
//   dc/dt = D lap c - k c + sum_cells s      backward Euler
//
//   c   chemokine and debris, relative                          [1]
//   D   diffusion coefficient                                   [um2/min]             PhysiCell
//   k   decay, ln 2 / half-life                                 [1/min]               PhysiCell
//   s   release by a tumour cell                                [1/min in 8000 um3]   assumed
// The immunostimulatory factor of PhysiCell's cancer immune model (Ghaffarizadeh et al. 2018, doi
// 10.1371/journal.pcbi.1005991): it reaches sqrt(D/k) = 250 um. How immunogenic a tumour is, is s. No flux
// through the faces of the block.
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/tissue/backward_euler.hpp"

namespace metastasim::immunity {

namespace {

constexpr int cycles = 4;

struct SignalParams {
  float diffusion, half_life_min;
};
struct SignalCellParams {
  float release;
};

}  // namespace

struct ImmuneSignal {
  static constexpr const char* meaning = "tumour cells release what calls immune cells";
  using Params = SignalParams;
  using CellParams = SignalCellParams;
  static std::vector<ParamSpec> params() {
    return {
        param("substance.immune_signal.diffusion", &Params::diffusion, "um2/min", 1000, {1, 1e5},
              "Ghaffarizadeh 2018 (cancer immune)", "diffusion coefficient"),
        param("substance.immune_signal.half_life", &Params::half_life_min, "min", 43, {1, 1e6},
              "Ghaffarizadeh 2018 (cancer immune, 0.016 1/min)",
              "time in which half of it is gone"),
    };
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.immune_signal", &CellParams::release, "1/min", 0.01, {0, 10}, "assumed",
              "what one tumour cell adds of the signal per time to a cube of 20 um: how well the "
              "immune system sees it"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {signal}; }
  static std::vector<ColumnSpec> writes() { return {signal}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::effector)) return;
    auto& solver = s.site.workspace.get<tissue::Multigrid>();
    solver.fit(s.device, s.site.grid);
    float* field = s.site.fields.data(signal);
    using Release = tissue::RateOfKind<CellParams, &CellParams::release>;
    const tissue::BackwardEuler sources(
        s, solver,
        tissue::deposit(s, "immune signal release",
                        Release(s.site.cells, CellKind::tumour, by_type)),
        params.half_life_min, field);
    for_each_voxel(s.device, "immune signal sources", s.site.grid, sources);
    solver.solve(s.device, {sources.per_step, params.diffusion, tissue::zero_flux()}, field,
                 cycles);
  }
};

}  // namespace metastasim::immunity

metastasim::Process metastasim::processes::immune_signal() {
  return make_process<immunity::ImmuneSignal>("immune_signal");
}
