// Which side of the basement membrane a cell is on, and when it first went through.
//
// A cell is inside where the voxel that holds its centre is enclosed (membrane.hpp). The tick in
// which an inside tumour cell is found outside is noted once; daughters inherit it.
#include "kernels/core/launch.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::invasion {

namespace {

struct NoteSide {
  const std::int32_t *x, *y, *z;
  const std::uint8_t *kind, *enclosed;
  Grid grid;
  std::uint32_t tick;
  std::uint8_t* inside;
  std::uint32_t* crossed;
  HD void operator()(std::uint32_t row) const {
    if (!is_tumour(kind[row])) return;
    const std::uint8_t now = enclosed[grid.voxel_of({x[row], y[row], z[row]})];
    if (inside[row] == 1 && now == 0 && crossed[row] == 0) crossed[row] = tick;
    inside[row] = now;
  }
};

}  // namespace

struct MembraneCrossing {
  static constexpr const char* meaning = "cells that leave through the basement membrane are noted";
  static std::vector<ColumnSpec> adds() { return {membrane::inside, membrane::crossed}; }
  static std::vector<ColumnSpec> writes() { return {membrane::inside, membrane::crossed}; }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "membrane crossing", cells.capacity(), cells.count(),
        NoteSide{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                 cells.data(cell::kind), s.site.fields.data(membrane::enclosed), s.site.grid,
                 s.tick, cells.data(membrane::inside), cells.data(membrane::crossed)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::membrane_crossing() {
  return make_process<invasion::MembraneCrossing>("membrane_crossing");
}
