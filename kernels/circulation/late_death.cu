// Late death: shear in the stream makes cells die later (Regmi 2017, doi 10.1038/srep39975: survivors
// within 16 to 24 h). The hazard stands in circulate.cu. Who has left its vessel by then dies in the
// tissue, and so do its daughters: that they have the damage of their mother is assumed.
//
//   dies at t >= t_late
//
//   t_late   when its death is due, settled in the stream   [us]
// In a vessel `circulate` does the same to the microsecond, in a lymph node `lymph_node`.
#include "kernels/circulation/late_death.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

struct DieLate {
  const std::int64_t* at_us;
  std::int64_t now_us;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (at_us[row] == 0 || now_us < at_us[row]) return;
    propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::shear));
  }
};

}  // namespace

struct LateDeath {
  static constexpr const char* meaning =
      "cells die in tissue of the shear that they met on the way";
  static std::vector<ColumnSpec> adds() { return {late_death::at_us}; }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "late death", cells.capacity(), cells.count(),
        DieLate{cells.data(late_death::at_us), static_cast<std::int64_t>(s.tick) * s.state.tick_us,
                cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::late_death() {
  return make_process<circulation::LateDeath>("late_death");
}
