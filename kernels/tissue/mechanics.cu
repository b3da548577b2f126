// Cells push and hold one another: centre-based, overdamped mechanics.
//
//   v_i = sum_j [ sqrt(c_i c_j) (1 - d/R)+^2 - sqrt(h_i h_j) (1 - d/S)+^2 ] n_ij
//
//   v     velocity of a cell's centre                       [um/min]
//   d     distance of the centres, n_ij from j to i         [um], [1]
//   R     r_i + r_j, sum of the radii                       [um]
//   S     1.25 R, reach of adhesion                         [um]
//   c     repulsion                                         [um/min]
//   h     adhesion: that of the cell type times (1 - s) a_E + s a_M, s the EMT score  [um/min], [1]
//   ( )+  zero where negative
// Macklin et al. 2012 (doi 10.1016/j.jtbi.2012.02.002); values of Ghaffarizadeh et al. 2018
// (doi 10.1371/journal.pcbi.1005991).
//
// A pair's share of a step is truncated to whole units of position before it is summed: the sum is
// one of integers, so it depends on no order, and what one cell gets the other loses exactly.
// Truncation costs less than 2^-16 um per pair and step.
#include "kernels/core/launch.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/bins.hpp"
#include "kernels/tissue/motion.hpp"
#include "kernels/tissue/pair_force.hpp"

namespace metastasim::tissue {

namespace {

struct Params {
  float repulsion, adhesion, epithelial, mesenchymal;
};

/// Scratch of a site: what a cell brings to a pair, in the order of the bins.
struct Grips {
  Buffer<float> push, pull;
};

struct PackGrips {
  const std::uint32_t* row;
  const std::uint8_t* type;
  const float* score;
  const Params* params;
  float *push, *pull;
  HD void operator()(std::uint32_t slot) const {
    const std::uint32_t from = row[slot];
    const Params p = params[type[from]];
    push[slot] = math::sqrt(p.repulsion);
    pull[slot] = math::sqrt(p.adhesion * emt::blend(score[from], p.epithelial, p.mesenchymal));
  }
};

/// Runs slot by slot, so that neighbouring threads read neighbouring memory.
struct Body {
  Pairs pairs;
  std::int32_t *step_x, *step_y, *step_z;
  std::uint8_t* contacts;
  float* pressure;
  HD void operator()(std::uint32_t slot) const {
    const PairSum sum = pairs.around(slot);
    const std::uint32_t row = pairs.bins.row[slot];
    step_x[row] += sum.x;
    step_y[row] += sum.y;
    step_z[row] += sum.z;
    contacts[row] = static_cast<std::uint8_t>(math::min(sum.touching, 255));
    pressure[row] = static_cast<float>(sum.squeeze) / squeeze_at_rest;
  }
};

}  // namespace

struct Mechanics {
  static constexpr const char* meaning = "cells push neighbours away and hold on to them";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.repulsion", &Params::repulsion, "um/min", 10, {0, 50}, "Ghaffarizadeh 2018",
              "speed at which two cells at the same place would push each other apart"),
        param("cell.*.adhesion_strength", &Params::adhesion, "um/min", 0.4, {0, 50},
              "Ghaffarizadeh 2018", "pull of a full E-cadherin contact, as a speed"),
        param("cell.*.epithelial.adhesion", &Params::epithelial, "1", 1, {0, 10}, "assumed",
              "adhesion of an epithelial cell, relative to a full E-cadherin contact"),
        param("cell.*.mesenchymal.adhesion", &Params::mesenchymal, "1", 0.2, {0, 10}, "assumed",
              "adhesion of a mesenchymal cell, relative to a full E-cadherin contact"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {motion::step_x, motion::step_y, motion::step_z, motion::contacts, motion::pressure};
  }
  static std::vector<ColumnSpec> writes() { return adds(); }

  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    Bins& bins = s.site.workspace.get<Bins>();
    bins.build(s.device, s.site.grid, cells, adhesion_reach);
    Grips& grips = s.site.workspace.get<Grips>();
    grips.push.at_least(s.device, cells.capacity() + slots_past_end, "repulsion by slot");
    grips.pull.at_least(s.device, cells.capacity() + slots_past_end, "adhesion by slot");
    for_each_row(s.device, "pack grips", cells.capacity(), cells.count(),
                 PackGrips{bins.view().row, cells.data(cell::type), cells.data(emt::score), by_type,
                           grips.push.data(), grips.pull.data()});
    const Pairs pairs{bins.view(), cells.data(cell::id), grips.push.data(), grips.pull.data(),
                      static_cast<float>(s.dt_min * units_per_um)};
    for_each_row(s.device, "mechanics", cells.capacity(), cells.count(),
                 Body{pairs, cells.data(motion::step_x), cells.data(motion::step_y),
                      cells.data(motion::step_z), cells.data(motion::contacts),
                      cells.data(motion::pressure)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::mechanics() {
  return make_process<tissue::Mechanics>("mechanics");
}
