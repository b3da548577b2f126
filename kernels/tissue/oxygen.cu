// Oxygen: from the blood through vessel walls into the tissue, where cells and stroma consume it.
//
//   0 = D lap p - k_s p - sum_cells u / (alpha V) p / (p + p_half) + sum_vessels q L / (alpha V)
//       + k_a (1 - phi) (p_a - p)
//
//   p       partial pressure                         [mmHg]
//   D       diffusion coefficient                    [um2/min]      Owen 2011
//   alpha   solubility in tissue                     [1/mmHg], um3 of oxygen per um3
//   k_s     uptake of the stroma                     [1/min]        Welter and Rieger 2016 (breast):
//           2.18 mmHg/s / (p + 4 mmHg), at 40 mmHg
//   u       uptake of a cell with plenty of oxygen   [amol/s]       Michaelis and Menten. In tumours,
//           for cells of 17 um: 28 (2.44e-4 1/s, Welter and Rieger 2016), 57 (5e-4 1/s, Secomb 2004)
//   p_half  pressure of half the uptake              [mmHg]         Secomb (GreensV4, tumour)
//   q L     given by a piece of vessel of length L   [um3/min]      vessel_oxygen.hpp
//   V       volume of a voxel                        [um3]
//   p_a     air in the alveoli, where lung supplies itself     [mmHg]   Guyton and Hall: 104
//   k_a     exchange with it, D x alveolar surface per volume / half a septum's thickness  [1/min]
//   phi     share of the voxel that cells fill: a colony replaces the alveoli     [1]
// It settles within seconds (L^2/D of 100 um: 4 s), so each step finds the steady state, starting
// from the last one. Uptake is linearized around the pressure that is there (Picard): u p / (p +
// p_half) with the last p in the denominator keeps every coefficient positive.
// Secomb et al. 2004 (doi 10.1114/b:abme.0000049036.08817.44), Owen et al. 2011
// (doi 10.1158/0008-5472.can-10-2834), Welter and Rieger 2016 (doi 10.1371/journal.pone.0161267).
#include "kernels/tissue/oxygen_budget.hpp"

#include <cmath>
#include <cstring>

#include "kernels/process.hpp"
#include "kernels/state/brick_sum.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/boundary.hpp"
#include "kernels/tissue/deposit.hpp"
#include "kernels/tissue/laplacian.hpp"
#include "kernels/tissue/multigrid.hpp"
#include "kernels/tissue/vessel_oxygen.hpp"

namespace metastasim::tissue {

namespace {

/// 1 amol/s at 22.4 L/mol is 60 x 22.4e15 x 1e-18 um3/min.
constexpr float um3_per_min_of_amol_s = 1.344f;
constexpr int cycles_at_start = 24, cycles = 2;

enum class OxygenSource : int { blood, alveolar };

struct OxygenParams : Boundary {
  float diffusion, solubility, stroma_uptake, at_faces_mmhg;
  OxygenSource source;
  float air_mmhg, air_exchange_per_min;
};
struct OxygenCellParams {
  float uptake_amol_s, half_mmhg;
};

/// Uptake per mmHg at the present pressure, amol/(s mmHg).
struct Uptake {
  const std::uint8_t* type;
  const OxygenCellParams* params;
  const float* oxygen;
  HD float operator()(std::uint32_t row, std::int64_t at) const {
    const OxygenCellParams p = params[type[row]];
    return p.uptake_amol_s / (math::max(oxygen[at], 0.0f) + p.half_mmhg);
  }
};

struct CellVolume {
  const float* radius;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return static_cast<float>(4 * math::pi / 3) * math::cube(radius[row]);
  }
};
struct CellVolumes : DepositScratch {};

/// Air behind the walls of alveoli; none where blood alone supplies the tissue.
struct Alveoli {
  Deposited cell_volume_um3;
  float voxel_um3, exchange_per_min, air_mmhg;
  HD float exchange(std::int64_t at) const {
    if (!(exchange_per_min > 0)) return 0;
    return exchange_per_min * math::max(1 - cell_volume_um3(at) / voxel_um3, 0.0f);
  }
};

struct Supply {
  Grid grid;
  Deposited uptake;
  VesselOxygen vessels;
  Alveoli alveoli;
  float stroma_uptake;
  float per_capacity;  // 1 / (alpha V)
  HelmholtzTerms terms;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    const VesselOxygen::Exchange blood = vessels.of_voxel(grid.number(x, y, z));
    const float consumed = um3_per_min_of_amol_s * uptake(i);
    const float air = alveoli.exchange(i);
    terms.set(x, y, z, stroma_uptake + air + per_capacity * (consumed + blood.conductance),
              air * alveoli.air_mmhg + per_capacity * blood.inflow);
  }
};

float per_capacity(const OxygenParams& params, const Grid& grid) {
  return 1 / (params.solubility * grid.voxel_volume_um3());
}

Helmholtz steady_state(const OxygenParams& params) {
  return {0, params.diffusion, params.faces(params.at_faces_mmhg)};
}

Alveoli alveoli(const OxygenParams& params, SiteStep& s) {
  const float voxel_um3 = s.site.grid.voxel_volume_um3();
  if (params.source == OxygenSource::blood) return {{nullptr}, voxel_um3, 0, 0};
  return {deposit<CellVolumes>(s, "cell volumes", CellVolume{s.site.cells.data(cell::radius)}),
          voxel_um3, params.air_exchange_per_min, params.air_mmhg};
}

Supply supply(const OxygenParams& params, const OxygenCellParams* by_type, SiteStep& s) {
  const Grid& grid = s.site.grid;
  auto& solver = s.site.workspace.get<Multigrid>();
  solver.fit(s.device, grid);
  const Deposited uptake =
      deposit(s, "oxygen uptake",
              Uptake{s.site.cells.data(cell::type), by_type, s.site.fields.data(field::oxygen)});
  const float krogh = params.diffusion * params.solubility;
  return {grid,
          uptake,
          vessel_oxygen(s.state.vessels, s.site.id, grid, krogh),
          alveoli(params, s),
          params.stroma_uptake,
          per_capacity(params, grid),
          solver.terms()};
}

/// The ledger of one voxel in mmHg/min.
struct VoxelBudget {
  Supply of;
  Faces faces;
  float coupling;  // D / h^2
  const float* p;
  HD OxygenBudget operator()(int x, int y, int z) const {
    const Grid& grid = of.grid;
    const std::int64_t i = grid.at(x, y, z);
    const double here = p[i];
    const VesselOxygen::Exchange blood = of.vessels.of_voxel(grid.number(x, y, z));
    OxygenBudget b;
    b.from_vessels = static_cast<double>(of.per_capacity) *
                     (blood.inflow - static_cast<double>(blood.conductance) * here);
    b.from_air = of.alveoli.exchange(i) * (static_cast<double>(of.alveoli.air_mmhg) - here);
    b.by_cells = static_cast<double>(of.per_capacity * um3_per_min_of_amol_s * of.uptake(i)) * here;
    b.by_stroma = of.stroma_uptake * here;
    b.through_faces = coupling * through_faces(x, y, z, here);
    b.unsolved =
        b.from_vessels + b.from_air - b.by_cells - b.by_stroma +
        coupling * static_cast<double>(neighbour_differences(p, i, grid.row(), grid.slab()));
    return b;
  }
  /// Sum of ghost - inner over the faces of the block that the voxel touches.
  HD double through_faces(int x, int y, int z, double here) const {
    const Grid& g = of.grid;
    const bool touches[6] = {x == 0, x == g.nx - 1, y == 0, y == g.ny - 1, z == 0, z == g.nz - 1};
    double sum = 0;
    for (int face = 0; face < 6; ++face)
      if (touches[face]) sum += (faces.mirror[face] - 1) * here + faces.offset[face];
    return sum;
  }
};

OxygenBudget in_amol_s(OxygenBudget b, double per_capacity) {
  const double unit = 1 / (per_capacity * um3_per_min_of_amol_s);
  return {b.from_vessels * unit, b.from_air * unit,  b.through_faces * unit,
          b.by_cells * unit,     b.by_stroma * unit, b.unsolved * unit};
}

}  // namespace

struct Oxygen {
  static constexpr const char* meaning =
      "oxygen leaves the blood, spreads, and is consumed: its steady state";
  using Params = OxygenParams;
  using CellParams = OxygenCellParams;
  static std::vector<ParamSpec> params() {
    std::vector<ParamSpec> all{
        param("substance.oxygen.diffusion", &Params::diffusion, "um2/min", 1.45e5, {1e3, 1e6},
              "Owen 2011", "diffusion coefficient"),
        param("substance.oxygen.solubility", &Params::solubility, "1/mmHg", 2.8e-5, {1e-6, 1e-3},
              "Welter and Rieger 2016 (breast)",
              "oxygen in tissue, volume by volume, per partial pressure"),
        param("substance.oxygen.stroma_uptake", &Params::stroma_uptake, "1/min", 3, {0, 1e4},
              "Welter and Rieger 2016 (breast) at 40 mmHg",
              "what tissue without tumour cells uses up"),
        param("site.*.oxygen_supply", &Params::source, "1", 0, {0, 1}, "anatomy",
              "whether blood alone brings oxygen, or air in alveoli as well (lung)",
              {"blood", "alveolar"}),
        param("site.*.alveolar_oxygen", &Params::air_mmhg, "mmHg", 104, {0, 760},
              "Guyton and Hall, Textbook of Medical Physiology",
              "oxygen in the air of the alveoli"),
        param("site.*.alveolar_exchange", &Params::air_exchange_per_min, "1/min", 2000, {0, 1e5},
              "assumed: Owen's D x 0.05 um2/um3 of alveolar surface / 3.6 um of tissue behind it",
              "how fast tissue and alveolar air exchange oxygen"),
        param("site.*.oxygen_at_boundary", &Params::at_faces_mmhg, "mmHg", 38, {0, 760},
              "Ghaffarizadeh 2018 (5 % O2)", "oxygen at the faces of the block where it is held"),
    };
    add_boundary<Params>(all, "oxygen");
    return all;
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.oxygen_uptake", &CellParams::uptake_amol_s, "amol/s", 40, {0, 1000},
              "assumed, between tumours of Welter and Rieger 2016 (28) and Secomb 2004 (57)",
              "what one cell with plenty of oxygen uses up"),
        param("cell.*.oxygen_half", &CellParams::half_mmhg, "mmHg", 1, {0.01, 100},
              "Secomb 2004 (tumour)", "oxygen at which a cell uses half as much"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {field::oxygen}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    for (int i = 0; i < (s.tick == 0 ? cycles_at_start : cycles); ++i) {
      const Supply now = supply(params, by_type, s);
      for_each_voxel(s.device, "oxygen supply", s.site.grid, now);
      s.site.workspace.get<Multigrid>().solve(s.device, steady_state(params),
                                              s.site.fields.data(field::oxygen), 1);
    }
  }
};

/// Where none is brought, the traces in the voxels are rounding, and no measure of anything.
double OxygenBudget::exchanged() const {
  if (from_vessels == 0 && from_air == 0 && through_faces == 0) return 0;
  return math::max(math::abs(from_vessels), math::abs(by_cells + by_stroma));
}

double OxygenBudget::imbalance() const {
  const double open = from_vessels + from_air + through_faces - by_cells - by_stroma - unsolved;
  return share_of_exchange(open);
}

double OxygenBudget::unsettled_share() const {
  return share_of_exchange(from_blood + from_air + through_faces - by_cells - by_stroma);
}

/// Where nothing is exchanged nothing is open; what is no number stays none.
double OxygenBudget::share_of_exchange(double open) const {
  if (std::isnan(open)) return open;
  return exchanged() > 0 ? math::abs(open) / exchanged() : 0;
}

OxygenBudget oxygen_budget(Device& device, State& state, Site& site, const Parameters& parameters) {
  const auto& entries = cascade();
  std::size_t p = 0;
  while (std::strcmp(entries[p].process.name, "oxygen") != 0) ++p;
  const auto site_number = static_cast<std::size_t>(site.id.value);
  const auto& params = *static_cast<const OxygenParams*>(parameters.of_site(p, site_number));
  const auto* by_type = static_cast<const OxygenCellParams*>(parameters.of_cells(p));
  Step step{device, state, entries[p].process.id, state.tick, 0};
  SiteStep here{step, site};
  const Supply now = supply(params, by_type, here);
  const Faces faces = steady_state(params).faces;
  float* oxygen = site.fields.data(field::oxygen);
  for_each_span(device, "oxygen ghosts", site.grid, FillGhosts{site.grid, faces, oxygen});
  const OxygenBudget sum = brick_sum<OxygenBudget>(
      device, "oxygen budget", site.grid,
      VoxelBudget{now, faces, params.diffusion / math::square(site.grid.spacing_um), oxygen});
  OxygenBudget budget = in_amol_s(sum, now.per_capacity);
  budget.from_blood = lost_by_blood(state, site, parameters) / um3_per_min_of_amol_s;
  return budget;
}

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::oxygen() {
  return make_process<tissue::Oxygen>("oxygen");
}
