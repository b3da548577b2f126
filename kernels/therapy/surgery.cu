// Surgery: at its date every cell whose centre lies in a sphere of the site is removed.
//
//   |x - c| <= R        R = radius of the region + margin
//
//   x  centre of a cell            [um]
//   c  centre of the region        [um]
// What is removed is neither dead of the disease nor part of the journey: it has a count of its own.
// Tumour cells, immune cells and fibroblasts go; vessels, matrix and cells inside vessels stay, and
// the wound does not heal, bleed or inflame. What lies beyond the margin is what comes back.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/therapy/due.hpp"

namespace metastasim::therapy {

namespace {

struct Remove {
  const std::int32_t *x, *y, *z;
  float x_um, y_um, z_um, radius_um;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    const float dx = to_um(x[row]) - x_um, dy = to_um(y[row]) - y_um, dz = to_um(z[row]) - z_um;
    if (dx * dx + dy * dy + dz * dz <= math::square(radius_um))
      propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::surgery));
  }
};

}  // namespace

struct Surgery {
  static constexpr const char* meaning = "a surgeon removes the cells of a region";
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for (const Intervention& i : s.state.interventions)
      if (i.kind == InterventionKind::surgery && i.site == s.site.id.value && begins_now(i, s))
        for_each_row(
            s.device, "surgery", cells.capacity(), cells.count(),
            Remove{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z), i.x_um, i.y_um,
                   i.z_um, i.radius_um, cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::therapy

metastasim::Process metastasim::processes::surgery() {
  return make_process<therapy::Surgery>("surgery");
}
