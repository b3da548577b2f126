// What a cell feels of the oxygen field: the partial pressure in the voxel that holds its centre.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/sensed.hpp"

namespace metastasim::tissue {

namespace {

struct Body {
  const std::int32_t *x, *y, *z;
  const float* oxygen;
  Grid grid;
  float* po2;
  HD void operator()(std::uint32_t row) const {
    po2[row] = oxygen[grid.voxel_of({x[row], y[row], z[row]})];
  }
};

}  // namespace

struct SenseOxygen {
  static constexpr const char* meaning = "cells feel the oxygen partial pressure of their voxel";
  static std::vector<ColumnSpec> adds() { return {sensed::po2}; }
  static std::vector<ColumnSpec> writes() { return {sensed::po2}; }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "sense oxygen", cells.capacity(), cells.count(),
                 Body{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                      s.site.fields.data(field::oxygen), s.site.grid, cells.data(sensed::po2)});
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::sense_oxygen() {
  return make_process<tissue::SenseOxygen>("sense_oxygen");
}
