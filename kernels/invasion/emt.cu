// Epithelial-mesenchymal transition and back, driven by oxygen.
//
//   E -> M with hazard  e / (1 + (p/p_e)^n)           M -> E with hazard  m (p/p_m)^n / (1 + (p/p_m)^n)
//
//   e, m     hazard without oxygen, and with plenty    [1/min]  assumed
//   p        oxygen partial pressure                   [mmHg]
//   p_e, p_m pressures of the half response            [mmHg]   8: steep part of the HIF-1 curve,
//            Jiang 1996 (doi 10.1152/ajpcell.1996.271.4.C1172); 20: assumed
//   n        steepness                                 [1]      assumed
// Tumour cells only. Two states; P(switches within dt) = 1 - exp(-hazard dt).
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/sensed.hpp"

namespace metastasim::invasion {

namespace {

struct Params {
  float emt_per_min, emt_half_mmhg, met_per_min, met_half_mmhg, steepness;
};

struct Body {
  const std::uint64_t* id;
  const float* po2;
  const std::uint8_t *type, *kind;
  const Params* params;
  float dt_min;
  DrawKey key;
  std::uint8_t* phenotype;
  HD void operator()(std::uint32_t row) const {
    if (!is_tumour(kind[row])) return;
    const Params p = params[type[row]];
    const bool epithelial = phenotype[row] == static_cast<std::uint8_t>(Phenotype::epithelial);
    const float hazard = epithelial ? p.emt_per_min * (1 - hill(po2[row], p.emt_half_mmhg, p))
                                    : p.met_per_min * hill(po2[row], p.met_half_mmhg, p);
    if (key.of(id[row]).happens(math::hazard_probability(hazard, dt_min), 0))
      phenotype[row] =
          static_cast<std::uint8_t>(epithelial ? Phenotype::mesenchymal : Phenotype::epithelial);
  }
  HD static float hill(float po2, float half, const Params& p) {
    const float x = math::pow(math::max(po2, 0.0f) / half, p.steepness);
    return x / (1 + x);
  }
};

}  // namespace

struct Emt {
  static constexpr const char* meaning =
      "epithelial cells short of oxygen turn mesenchymal, and back where there is plenty";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.EMT_rate", &Params::emt_per_min, "1/min", 0.1 / 60, {0, 1}, "assumed",
              "rate at which epithelial cells without oxygen turn mesenchymal"),
        param("cell.*.EMT_half", &Params::emt_half_mmhg, "mmHg", 8, {0.1, 160},
              "Jiang 1996 (HIF-1), place on the curve assumed",
              "oxygen pressure at which that rate is halved"),
        param("cell.*.MET_rate", &Params::met_per_min, "1/min", 0.02 / 60, {0, 1}, "assumed",
              "rate at which mesenchymal cells with plenty of oxygen turn epithelial"),
        param("cell.*.MET_half", &Params::met_half_mmhg, "mmHg", 20, {0.1, 160}, "assumed",
              "oxygen pressure at which that rate is halved"),
        param("cell.*.EMT_steepness", &Params::steepness, "1", 4, {0.5, 20}, "assumed",
              "Hill exponent of both"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {cell::phenotype}; }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "EMT", cells.capacity(), cells.count(),
                 Body{cells.data(cell::id), cells.data(sensed::po2), cells.data(cell::type),
                      cells.data(cell::kind), by_type, static_cast<float>(s.dt_min), DrawKey(s),
                      cells.data(cell::phenotype)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::emt() { return make_process<invasion::Emt>("emt"); }
