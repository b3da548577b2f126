// Entry into initial lymphatics: a cell that touches one slips in between its endothelial cells.
//
//   rate = k a(g)         a(g) = 1 for g <= 0,   1 - g / g_max up to g_max,   0 beyond
//   P(enters within dt) = 1 - exp(-rate dt)
//
//   k      rate at which a touching cell gets in            [1/min]  assumed. Endothelial cells of
//          initial lymphatics are joined by buttons with openings about 3 um wide between them, a
//          few micrometres apart (Baluk 2007, doi 10.1084/jem.20062596), and their basement membrane
//          has gaps that let cells through without proteolysis (Pflicke and Sixt 2009,
//          doi 10.1084/jem.20091739: dendritic cells pass within an hour). A cell in contact covers
//          several openings, so neither their number nor a wall to degrade limits it: k is several
//          times the rate for blood vessels.
//   g      gap between the cell's surface and the outside of the vessel   [um]
//   g_max  contact range                                                  [um]
// The vessel is the one with the smallest gap; of equals, the lower row. A cell that is getting into
// a blood vessel in this very step does that.
#include "kernels/circulation/leaver.hpp"
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"

namespace metastasim::circulation {

namespace {

struct LymphEntryParams {
  float rate_per_min, contact_range_um;
  Able who;
};

struct SlipIn {
  const std::uint64_t* id;
  const std::int32_t *x, *y, *z;
  const float* radius;
  Leaver leaver;
  NearestVessel nearest;
  LymphEntryParams params;
  float dt_min;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!leaver.may_go(row, params.who)) return;
    const Contact vessel = nearest({x[row], y[row], z[row]}, radius[row], params.contact_range_um);
    if (!vessel.found()) return;
    const float rate = params.rate_per_min * vessel.access(params.contact_range_um);
    if (key.of(id[row]).happens(math::hazard_probability(rate, dt_min), 0))
      propose(intent, detail, row, Intent::enter_vessel, vessel.segment);
  }
};

}  // namespace

struct LymphEntry {
  static constexpr const char* meaning = "cells that touch an initial lymphatic slip into it";
  using Params = LymphEntryParams;
  static std::vector<ParamSpec> params() {
    return {
        param("intravasation.into_lymph", &Params::rate_per_min, "1/min", 0.5 / 60, {0, 10},
              "assumed; dendritic cells pass within an hour (Pflicke and Sixt 2009)",
              "rate at which a cell that touches an initial lymphatic gets in"),
        param("intravasation.contact_range", &Params::contact_range_um, "um", 2, {0.01, 20},
              "assumed", "gap to the vessel up to which a cell can reach its wall"),
        param("intravasation.into_lymph_who", &Params::who, "1", 0, {0, 1}, "assumed",
              "which cells can slip into lymphatics", {"mesenchymal", "all"}),
    };
  }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(const Params& params, SiteStep& s) {
    const Vessels& vessels = s.state.vessels;
    if (vessels.pieces_of_site[static_cast<std::size_t>(s.site.id.value)].first.size() == 0) return;
    Table& cells = s.site.cells;
    for_each_row(s.device, "lymph entry", cells.capacity(), cells.count(),
                 SlipIn{cells.data(cell::id), cells.data(cell::x), cells.data(cell::y),
                        cells.data(cell::z), cells.data(cell::radius), Leaver(cells),
                        NearestVessel(vessels, s.site, Carrying::lymph), params,
                        static_cast<float>(s.dt_min), DrawKey(s), cells.data(cell::intent),
                        cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::lymph_entry() {
  return make_process<circulation::LymphEntry>("lymph_entry");
}
