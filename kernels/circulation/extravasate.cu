// Extravasation: a cell that has stopped and lived until its wait was over is out of its vessel. How long it
// waits tells transmigration.hpp; `circulate` takes nobody past that moment, so who dies before and who
// gets out does not depend on the step.
//
//   leaves where t >= t_out
//
//   t      the traveller's own clock           [us]
//   t_out  when it is out of its vessel        [us]
// In an organ that is not simulated in tissue the cell leaves the vessel into a count.
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

struct GetOut {
  const std::uint32_t* place;
  const std::uint8_t* phase;
  const std::int64_t *due, *clock;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!stopped(static_cast<Phase>(phase[row])) || clock[row] < due[row]) return;
    propose(intent, detail, row, Intent::leave_vessel, place[row]);
  }
};

}  // namespace

struct Extravasate {
  static constexpr const char* meaning = "cells that have stopped get out of their vessel";
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(Step& s) {
    Table& t = s.state.travellers;
    for_each_row(
        s.device, "extravasate", t.capacity(), t.count(),
        GetOut{t.data(traveller::place), t.data(traveller::phase), t.data(traveller::due_us),
               t.data(traveller::clock_us), t.data(cell::intent), t.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::extravasate() {
  return make_process<circulation::Extravasate>("extravasate");
}
