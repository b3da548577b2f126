// Epithelial-mesenchymal transition and back: a score with three stable states.
//
//   ds/dt = e (S - s)+ - m (s - S)+          S = (A + B) / 2
//   A = 1 where d > (s < 1/4 ? a_up : a_down), else 0      epithelial <-> partial
//   B = 1 where d > (s > 3/4 ? b_down : b_up), else 0      partial <-> mesenchymal
//   d = f (w_h h + w_T T / (T + T_half) + w_c (1 - n/n_0)+)
//
//   s      EMT score: 0 epithelial, 1/2 partial, 1 mesenchymal               [1]
//   e, m   rates of going and of coming back                                 [1/min]  assumed; days:
//          Zhang 2014 (MCF10A under TGF-beta)
//   d      what drives EMT                                                   [1]
//   h      hypoxic response, HIF-1 (hypoxia.cu)                              [1]
//   T      active TGF-beta; T_half where it drives by half                   [nM]   Zhang 2014: partial at
//          about 1, mesenchymal above 2 ng/mL (recalled); 0.04 nM each
//   n      neighbours within reach of adhesion (mechanics.cu); n_0 in an unbroken tissue    [1]   the
//          12 of a close packing
//   f      the clone's own propensity (evolution/mutation.cu)                [1]
//   w      weights                                                           [1]      assumed; w_c: see below
//   a, b   thresholds; going needs more drive than staying                   [1]      assumed
// Two bistable switches one after the other, SNAIL/miR-34 and ZEB/miR-200: Tian, Zhang and Xing 2013
// (doi 10.1016/j.bpj.2013.07.011), shown step by step in single cells by Zhang et al. 2014 (doi
// 10.1126/scisignal.2005304). Of their circuit only what is seen from outside is kept: three states,
// hysteresis, and between b_down and a_up all three are stable, as in Lu et al. 2013 (doi
// 10.1073/pnas.1318192110). Both ways are open here; a full EMT that never reverts has m = 0.
// Contacts: kidney cells undergo EMT under TGF-beta only where their layer is sparse, wounded or taken
// apart, and hardly by that alone (Masszi et al. 2004, Am J Pathol 165:1955, PMC1618715). So w_c lies
// below all thresholds: a lone cell without another cue comes back.
// Within a step S is constant where d is: a score that crosses 1/4 or 3/4 on its way is held to the
// same S by hysteresis. So a step of any length is exact: s := S + (s - S) exp(-e dt), or m.
// Sleepers (colonies/dormancy.cu) keep their score; immune cells and fibroblasts have none.
#include "kernels/invasion/emt.hpp"

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/invasion/tgf_beta.hpp"
#include "kernels/process.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/motion.hpp"

namespace metastasim::invasion {

namespace {

struct Switch {
  float up, down;
  /// A threshold for coming back that lies above the one for going would have no state in between.
  HD float on(float drive, bool is_on) const {
    return drive > (is_on ? math::min(down, up) : up) ? 1.0f : 0.0f;
  }
};

struct Params {
  float emt_per_min, met_per_min;
  Switch partial, mesenchymal;
  float by_hypoxia, by_tgf_beta, tgf_beta_half, by_lost_contacts, whole_contacts;
};

struct Body {
  const std::int32_t *x, *y, *z;
  const std::uint8_t *type, *kind, *dormant, *contacts;
  const float *hif, *propensity, *tgf_beta;
  Grid grid;
  const Params* params;
  float dt_min;
  float* score;
  std::uint8_t* phenotype;
  HD void operator()(std::uint32_t row) const {
    if (!is_tumour(kind[row]) || dormant[row] != 0) return;
    const Params& p = params[type[row]];
    const float s = score[row];
    const float target = settles_at(p, s, drive(p, row));
    const float rate = target > s ? p.emt_per_min : p.met_per_min;
    score[row] = s + (target - s) * math::hazard_probability(rate, dt_min);
    phenotype[row] = static_cast<std::uint8_t>(emt::phenotype_of(score[row]));
  }
  HD float drive(const Params& p, std::uint32_t row) const {
    const float t = math::max(tgf_beta[grid.voxel_of({x[row], y[row], z[row]})], 0.0f);
    const float lost = math::max(1 - static_cast<float>(contacts[row]) / p.whole_contacts, 0.0f);
    return propensity[row] * (p.by_hypoxia * hif[row] + p.by_tgf_beta * t / (t + p.tgf_beta_half) +
                              p.by_lost_contacts * lost);
  }
  HD static float settles_at(const Params& p, float score, float drive) {
    return 0.5f * (p.partial.on(drive, score >= emt::partial_from) +
                   p.mesenchymal.on(drive, score > emt::mesenchymal_from));
  }
};

ParamSpec threshold(const char* key, float Switch::*end, std::size_t of, double value,
                    const char* meaning) {
  ParamSpec spec = param(key, end, "1", value, {0, 10}, "assumed", meaning);
  spec.offset += of;
  return spec;
}

}  // namespace

struct Emt {
  static constexpr const char* meaning =
      "cells short of oxygen or neighbours or in TGF-beta turn partial, then mesenchymal, and back";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    constexpr std::size_t first = offsetof(Params, partial), second = offsetof(Params, mesenchymal);
    return {
        param("cell.*.EMT_rate", &Params::emt_per_min, "1/min", 0.1 / 60, {0, 1},
              "assumed; days in MCF10A cells (Zhang 2014, recalled)",
              "rate at which the EMT score rises to where it is driven"),
        param("cell.*.MET_rate", &Params::met_per_min, "1/min", 0.02 / 60, {0, 1}, "assumed",
              "rate at which the EMT score falls where nothing drives it"),
        threshold("cell.*.EMT_partial_above", &Switch::up, first, 0.5,
                  "drive above which an epithelial cell becomes partial; hypoxia alone reaches it "
                  "at hypoxia_half"),
        threshold("cell.*.EMT_full_above", &Switch::up, second, 0.7,
                  "drive above which a partial cell becomes mesenchymal"),
        threshold("cell.*.MET_partial_below", &Switch::down, second, 0.4,
                  "drive below which a mesenchymal cell becomes partial"),
        threshold("cell.*.MET_full_below", &Switch::down, first, 0.25,
                  "drive below which a partial cell becomes epithelial"),
        param("cell.*.EMT_by_hypoxia", &Params::by_hypoxia, "1", 1, {0, 10}, "assumed",
              "drive of EMT by a full hypoxic response"),
        param("cell.*.EMT_by_TGF_beta", &Params::by_tgf_beta, "1", 1, {0, 10}, "assumed",
              "drive of EMT by TGF-beta in plenty"),
        param("cell.*.TGF_beta_half", &Params::tgf_beta_half, "nM", 0.04, {1e-6, 100},
              "Zhang 2014 (1 ng/mL, recalled)", "TGF-beta that drives EMT with half its strength"),
        param("cell.*.EMT_by_lost_contacts", &Params::by_lost_contacts, "1", 0.2, {0, 10},
              "assumed; Masszi 2004: alone not enough, with TGF-beta it is",
              "drive of EMT in a cell without neighbours"),
        param("cell.*.whole_contacts", &Params::whole_contacts, "1", 12, {1, 255},
              "close packing of equal spheres",
              "neighbours of a cell whose contacts drive no EMT; fewer drive in proportion"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {emt::score}; }
  static std::vector<ColumnSpec> writes() { return {emt::score, cell::phenotype}; }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "EMT", cells.capacity(), cells.count(),
        Body{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z), cells.data(cell::type),
             cells.data(cell::kind), cells.data(colony::dormant), cells.data(motion::contacts),
             cells.data(hypoxia::hif), cells.data(trait::emt), s.site.fields.data(field::tgf_beta),
             s.site.grid, by_type, static_cast<float>(s.dt_min), cells.data(emt::score),
             cells.data(cell::phenotype)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::emt() { return make_process<invasion::Emt>("emt"); }
