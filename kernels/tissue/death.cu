// Death in the tissue: a background of apoptosis, and necrosis where oxygen is lacking.
//
//   P(dies within dt) = 1 - exp(-h dt)       h = a + b f(p)
//   f(p) = 1 below p_full, 0 above p_start, linear in between
//
//   a               apoptosis                                    [1/min]
//   b               necrosis without oxygen                      [1/min]
//   p               oxygen partial pressure                      [mmHg]
//   p_start, p_full where necrosis begins and is at its fullest  [mmHg]
// Values: Ghaffarizadeh et al. 2018 (doi 10.1371/journal.pcbi.1005991).
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/sensed.hpp"

namespace metastasim::tissue {

namespace {

struct Params {
  float apoptosis_per_min, necrosis_per_min, starts_mmhg, full_mmhg;
};

struct Body {
  const std::uint64_t* id;
  const float* po2;
  const std::uint8_t* type;
  const Params* params;
  float dt_min;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    const Params p = params[type[row]];
    const Draws draws = key.of(id[row]);
    dies(row, Death::necrosis, p.necrosis_per_min * lack(p, po2[row]), draws, 0);
    dies(row, Death::apoptosis, p.apoptosis_per_min, draws, 1);
  }
  HD static float lack(const Params& p, float po2) {
    if (po2 <= p.full_mmhg) return 1;
    if (po2 >= p.starts_mmhg) return 0;
    return (p.starts_mmhg - po2) / (p.starts_mmhg - p.full_mmhg);
  }
  HD void dies(std::uint32_t row, Death of, float per_min, const Draws& draws,
               std::uint16_t draw) const {
    if (draws.happens(math::hazard_probability(per_min, dt_min), draw))
      propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(of));
  }
};

}  // namespace

struct DeathInTissue {
  static constexpr const char* meaning = "cells die by themselves and for want of oxygen";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.apoptosis_rate", &Params::apoptosis_per_min, "1/min", 5.31667e-5, {0, 1},
              "Ghaffarizadeh 2018", "rate at which cells die by themselves"),
        param("cell.*.necrosis_rate", &Params::necrosis_per_min, "1/min", 1.0 / 360, {0, 1},
              "Ghaffarizadeh 2018 (1/6 1/h)", "rate at which cells without oxygen die"),
        param("cell.*.necrosis_starts_below", &Params::starts_mmhg, "mmHg", 5, {0, 160},
              "Ghaffarizadeh 2018", "oxygen pressure below which necrosis begins"),
        param("cell.*.necrosis_below", &Params::full_mmhg, "mmHg", 2.5, {0, 160},
              "Ghaffarizadeh 2018", "oxygen pressure below which necrosis is at its fullest"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "death", cells.capacity(), cells.count(),
                 Body{cells.data(cell::id), cells.data(sensed::po2), cells.data(cell::type),
                      by_type, static_cast<float>(s.dt_min), DrawKey(s), cells.data(cell::intent),
                      cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::death() {
  return make_process<tissue::DeathInTissue>("death");
}
