// Intravasation: a cell that touches a blood vessel breaks through its wall.
//
//   rate = k a(g)         a(g) = 1 for g <= 0,   1 - g / g_max up to g_max,   0 beyond
//   P(enters within dt) = 1 - exp(-rate dt)
//
//   k      rate at which a touching cell gets through the wall   [1/min]  assumed: intravital
//   imaging
//          shows streaming tumour cells cross within hours (Wyckoff 2000, Harney 2015 doi
//          10.1158/2159-8290.CD-15-0012) but gives no rate per contact
//   g      gap between the cell's surface and the outside of the vessel   [um]
//   g_max  contact range                                                  [um]
// The vessel is the one with the smallest gap; of equals, the lower row. One cell a time: no
// clusters yet.
#include "kernels/circulation/leaver.hpp"
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

struct IntravasationParams {
  float wall_loss_per_min, contact_range_um;
  Able who;
};

struct BreakIn {
  const std::uint64_t* id;
  const std::int32_t *x, *y, *z;
  const float* radius;
  Leaver leaver;
  NearestVessel nearest;
  IntravasationParams params;
  float dt_min;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!leaver.may_go(row, params.who)) return;
    const Contact vessel = nearest({x[row], y[row], z[row]}, radius[row], params.contact_range_um);
    if (!vessel.found()) return;
    const float access = vessel.access(params.contact_range_um);
    const float p = math::hazard_probability(params.wall_loss_per_min * access, dt_min);
    if (key.of(id[row]).happens(p, 0))
      propose(intent, detail, row, Intent::enter_vessel, vessel.segment);
  }
};

}  // namespace

struct Intravasation {
  static constexpr const char* meaning = "cells that touch a vessel break through its wall";
  using Params = IntravasationParams;
  static std::vector<ParamSpec> params() {
    return {
        param("intravasation.wall_loss", &Params::wall_loss_per_min, "1/min", 0.1 / 60, {0, 10},
              "assumed", "rate at which a cell that touches a vessel gets through its wall"),
        param("intravasation.contact_range", &Params::contact_range_um, "um", 2, {0.01, 20},
              "assumed", "gap to the vessel up to which a cell can reach its wall"),
        param("intravasation.who", &Params::who, "1", 0, {0, 1}, "assumed",
              "which cells can break into vessels", {"mesenchymal", "all"}),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {std::begin(traveller::all), std::end(traveller::all)};
  }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(const Params& params, SiteStep& s) {
    const VesselPieces& pieces = s.state.vessels.pieces_of_site[s.site.id.value];
    if (pieces.first.size() == 0) return;
    Table& cells = s.site.cells;
    for_each_row(s.device, "intravasation", cells.capacity(), cells.count(),
                 BreakIn{cells.data(cell::id), cells.data(cell::x), cells.data(cell::y),
                         cells.data(cell::z), cells.data(cell::radius), Leaver(cells),
                         NearestVessel(s.state.vessels, s.site, Carrying::blood), params,
                         static_cast<float>(s.dt_min), DrawKey(s), cells.data(cell::intent),
                         cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::intravasation() {
  return make_process<circulation::Intravasation>("intravasation");
}
