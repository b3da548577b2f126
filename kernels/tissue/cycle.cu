// The cell cycle: k stages passed one by one, division after the last, growth in between.
//
//   P(passes a stage within dt) = (2^(m dt/T) - 1) / (2^(1/k) - 1)
//   dV/dt = (V_s - V)+ / tau        V_s = V_full (1 + s/(k-1)) / 2,   V_full if k = 1
//
//   k      stages; 1: divisions are a Poisson process, more: times between them vary less,
//          their coefficient of variation is 1/sqrt(k)                           [1]
//   T      doubling time of a population                                         [min]
//   m      1 where the cell may cycle, times the soil's and the clone's factor; else 0   [1]
//   s      stage, 0 to k-1                                                       [1]
//   V      volume; V_full that of a cell of full diameter                        [um^3]
//   tau    time in which volume follows                                          [min]
// Stage model: Yates et al. 2017 (doi 10.1007/s11538-017-0356-4). With the probability above a
// population doubles in exactly T whatever k and dt: one in which stage s holds a share
// proportional to 2^(-s/k) keeps these shares and grows by 2^(dt/T) in a step. That is also how
// the first cells are spread over the stages. No more than T / (4 dt) stages are taken, so that a
// soil that speeds up growth fourfold still leaves a probability.
// A cell stands still below an oxygen pressure (Owen et al. 2011, doi
// 10.1158/0008-5472.can-10-2834), above a pressure by neighbours (contact inhibition), and asleep.
// Only tumour cells cycle.
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/cycle.hpp"
#include "kernels/tissue/motion.hpp"
#include "kernels/tissue/sensed.hpp"

namespace metastasim::tissue {

namespace {

struct Params {
  float doubling_min;
  int stages;
  float stops_below_mmhg, stops_above_pressure, diameter_um, growth_min;
};

HD int stages_of(const Params& p, float dt_min) {
  return math::clamp(math::to_int(p.doubling_min / (4 * dt_min)), 1, p.stages);
}

HD double power_of_two(double exponent) { return math::exp(exponent * 0.69314718055994530942); }

/// From the shares 2^(-s/k) of a population that has long been growing.
HD std::uint8_t draw_stage(int stages, double uniform) {
  // The sum of the first s shares is (1 - 2^(-s/k)) / (1 - 1/2).
  const double place = -stages * math::log(1 - uniform / 2) * 1.44269504088896340736;
  return static_cast<std::uint8_t>(math::min(static_cast<int>(place), stages - 1));
}

struct Body {
  const std::uint64_t* id;
  const float *po2, *pressure;
  const std::uint8_t *type, *kind, *dormant;
  const float *soil_growth, *clone_factor;
  const Params* params;
  float dt_min;
  DrawKey key;
  std::uint8_t* stage;
  float* radius;
  std::uint8_t* intent;
  std::uint32_t* detail;

  HD void operator()(std::uint32_t row) const {
    if (!is_tumour(kind[row])) return;
    Params p = params[type[row]];
    p.stages = stages_of(p, dt_min);
    const Draws draws = key.of(id[row]);
    if (key.tick == 0) stage[row] = draw_stage(p.stages, draws.uniform(0));
    if (draws.uniform(1) < passing(p, row)) pass(p, row);
    grow(p, row);
  }

  HD double passing(const Params& p, std::uint32_t row) const {
    if (po2[row] < p.stops_below_mmhg || pressure[row] > p.stops_above_pressure ||
        dormant[row] != 0)
      return 0;
    const double factor = static_cast<double>(soil_growth[row]) * clone_factor[row];
    const double doublings = factor * dt_min / p.doubling_min;
    return (power_of_two(doublings) - 1) / (power_of_two(1.0 / p.stages) - 1);
  }
  HD void pass(const Params& p, std::uint32_t row) const {
    if (stage[row] + 1 < p.stages)
      ++stage[row];
    else
      propose(intent, detail, row, Intent::divide, 0);
  }
  /// Cells only grow; what makes them smaller is division.
  HD void grow(const Params& p, std::uint32_t row) const {
    const float part = p.stages == 1 ? 1.0f
                                     : 0.5f + 0.5f * static_cast<float>(stage[row]) /
                                                  static_cast<float>(p.stages - 1);
    const float target = part * math::cube(0.5f * p.diameter_um), now = math::cube(radius[row]);
    if (now >= target) return;
    radius[row] =
        math::cbrt(now + (target - now) * math::hazard_probability(1 / p.growth_min, dt_min));
  }
};

}  // namespace

struct Cycle {
  static constexpr const char* meaning = "cells grow and divide, given oxygen and room";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.doubling_time", &Params::doubling_min, "min", 1440, {60, 1.44e6},
              "assumed; lattice models 22 and 33 h (MetaSpread)",
              "time in which a population with oxygen and room to grow doubles"),
        param("cell.*.cycle_stages", &Params::stages, "1", 10, {1, 200},
              "assumed; the stage model: Yates 2017",
              "stages of the cell cycle; division times vary by 1/sqrt(stages)"),
        param("cell.*.stops_dividing_below", &Params::stops_below_mmhg, "mmHg", 8.9, {0, 160},
              "Owen 2011", "oxygen pressure below which the cell cycle stands still"),
        param("cell.*.stops_dividing_above_pressure", &Params::stops_above_pressure, "1", 4,
              {0, 1e6}, "assumed",
              "squeeze by neighbours above which the cell cycle stands still; 1 is a relaxed "
              "close packing"),
        param("cell.*.diameter", &Params::diameter_um, "um", 17, {4, 60},
              "Abramczyk 2015 (breast; by QSPIO-TNBC)", "diameter of a cell about to divide"),
        param("cell.*.growth_time", &Params::growth_min, "min", 222, {1, 1e5},
              "Ghaffarizadeh 2018 (cytoplasm, 0.27 1/h)",
              "time in which a cell's volume follows its cycle"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {cycle::stage}; }
  static std::vector<ColumnSpec> writes() {
    return {cycle::stage, cell::radius, cell::intent, cell::intent_detail};
  }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "cycle", cells.capacity(), cells.count(),
        Body{cells.data(cell::id), cells.data(sensed::po2), cells.data(motion::pressure),
             cells.data(cell::type), cells.data(cell::kind), cells.data(colony::dormant),
             cells.data(colony::growth), cells.data(trait::division), by_type,
             static_cast<float>(s.dt_min), DrawKey(s), cells.data(cycle::stage),
             cells.data(cell::radius), cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::cycle() { return make_process<tissue::Cycle>("cycle"); }
