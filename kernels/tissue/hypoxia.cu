// The hypoxic response: how much HIF-1 a cell holds, as a fraction of its most.
//
//   d h/dt = (h_inf(p) - h) / tau            h_inf(p) = 1 / (1 + (p / p_half)^n)
//
//   h      HIF-1 level                       [1], 0 to 1
//   p      oxygen partial pressure           [mmHg]
//   p_half pressure of the half response     [mmHg]  Jiang 1996: 1.5 to 2 % O2
//                                            (doi 10.1152/ajpcell.1996.271.4.C1172)
//   n      steepness                         [1]     assumed
//   tau    time to follow                    [min]   assumed
// The equation is linear in h, so a step of any length is exact:
//   h += (h_inf - h) (1 - exp(-dt/tau)).
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/sensed.hpp"

namespace metastasim::tissue {

namespace {

struct Params {
  float half_mmhg, steepness, tau_min;
};

struct Body {
  const float* po2;
  const std::uint8_t* type;
  const Params* params;
  float dt_min;
  float* hif;
  HD void operator()(std::uint32_t row) const {
    const Params p = params[type[row]];
    const float target =
        1.0f / (1.0f + math::pow(math::max(po2[row], 0.0f) / p.half_mmhg, p.steepness));
    hif[row] += (target - hif[row]) * math::hazard_probability(1.0f / p.tau_min, dt_min);
  }
};

}  // namespace

struct Hypoxia {
  static constexpr const char* meaning = "HIF-1 follows the lack of oxygen";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.hypoxia_half", &Params::half_mmhg, "mmHg", 13, {0.1, 100},
              "Jiang 1996 (1.5 to 2 % O2)",
              "oxygen pressure at which the hypoxic response is half of its most"),
        param("cell.*.hypoxia_steepness", &Params::steepness, "1", 2, {0.5, 20}, "assumed",
              "Hill exponent of the hypoxic response"),
        param("cell.*.hypoxia_time", &Params::tau_min, "min", 60, {0.1, 1e5}, "assumed",
              "time in which HIF-1 follows a change of oxygen"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {hypoxia::hif}; }
  static std::vector<ColumnSpec> writes() { return {hypoxia::hif}; }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "hypoxia", cells.capacity(), cells.count(),
                 Body{cells.data(sensed::po2), cells.data(cell::type), by_type,
                      static_cast<float>(s.dt_min), cells.data(hypoxia::hif)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::hypoxia() {
  return make_process<tissue::Hypoxia>("hypoxia");
}
