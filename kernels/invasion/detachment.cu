// When a cell of the primary first has no neighbour left within the reach of adhesion.
//
// Neighbours are counted by mechanics (motion::contacts, every tick); the tick in which none is
// found is noted once, daughters inherit it. Cells that came out of a vessel (they have a founder)
// did not detach: they arrived alone. Only tumour cells are noted.
#include "kernels/invasion/detachment.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/motion.hpp"

namespace metastasim::invasion {

namespace {

struct NoteDetached {
  const std::uint8_t* contacts;
  const std::uint64_t* founder;
  const std::uint8_t* kind;
  std::uint32_t tick;
  std::uint32_t* detached;
  HD void operator()(std::uint32_t row) const {
    if (is_tumour(kind[row]) && contacts[row] == 0 && founder[row] == 0 && detached[row] == 0)
      detached[row] = tick;
  }
};

}  // namespace

struct Detachment {
  static constexpr const char* meaning = "cells that lose their last neighbour are noted";
  static std::vector<ColumnSpec> adds() { return {detached}; }
  static std::vector<ColumnSpec> writes() { return {detached}; }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "detachment", cells.capacity(), cells.count(),
                 NoteDetached{cells.data(motion::contacts), cells.data(cell::founder),
                              cells.data(cell::kind), s.tick, cells.data(detached)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::detachment() {
  return make_process<invasion::Detachment>("detachment");
}
