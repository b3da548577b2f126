// Cells take the step that mechanics and motility gave them: x += step, inside the block.
//
// Positions are whole units of 2^-16 um and so are steps: nothing is lost, however slowly a cell
// creeps. A wall holds a centre at the block's face, an unbroken basement membrane holds it on its
// side.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/displace.hpp"
#include "kernels/tissue/motion.hpp"

namespace metastasim::tissue {

namespace {

struct Body {
  std::int32_t *x, *y, *z, *step_x, *step_y, *step_z;
  Walls walls;
  invasion::Membrane membrane;
  HD void operator()(std::uint32_t row) const {
    const Position to = displace({x[row], y[row], z[row]}, {step_x[row], step_y[row], step_z[row]},
                                 walls, membrane);
    x[row] = to.x;
    y[row] = to.y;
    z[row] = to.z;
    step_x[row] = step_y[row] = step_z[row] = 0;
  }
};

}  // namespace

struct MoveCells {
  static constexpr const char* meaning = "cells take their step, stopped by walls and membrane";
  static std::vector<ColumnSpec> writes() {
    return {cell::x, cell::y, cell::z, motion::step_x, motion::step_y, motion::step_z};
  }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "move cells", cells.capacity(), cells.count(),
        Body{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
             cells.data(motion::step_x), cells.data(motion::step_y), cells.data(motion::step_z),
             Walls(s.site.grid), invasion::Membrane(s.site.fields)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::move_cells() {
  return make_process<tissue::MoveCells>("move_cells");
}
