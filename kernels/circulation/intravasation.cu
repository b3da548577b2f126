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
// The vessel is the one with the smallest gap; of equals, the lower row.
//
// Clusters. They come from groups of neighbours that enter together, not from cells that meet in the
// stream (Aceto 2014, doi 10.1016/j.cell.2014.07.013). A neighbour within the reach of adhesion is pulled
// along if its bond to the cell that breaks in holds:
//   P(comes along) = q sqrt(h_i h_j)
//   q      probability that a full E-cadherin contact holds   [1]  assumed, so that a few per cent of
//          the entries are clusters (2 to 5 %, Aceto 2014, recalled)
//   h      adhesion of each of the two, by its EMT score      [1]
// Whoever touches two cells that break in follows the one with the lower lineage number. It need not be
// able to break in itself.
#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/leaver.hpp"
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/circulation/takes_along.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

enum class TakesAlong : int { nobody, adherent_neighbours };

struct IntravasationParams {
  float wall_loss_per_min, contact_range_um;
  Able who;
  TakesAlong takes_along;
  float bond_holds;
};

/// Scratch of a site: who breaks in at this moment.
struct Leaders {
  Buffer<std::uint8_t> leads;
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
  std::uint8_t* leads;
  HD void operator()(std::uint32_t row) const {
    leads[row] = 0;
    if (!leaver.may_go(row, params.who)) return;
    const Contact vessel = nearest({x[row], y[row], z[row]}, radius[row], params.contact_range_um);
    if (!vessel.found()) return;
    const float access = vessel.access(params.contact_range_um);
    const float p = math::hazard_probability(params.wall_loss_per_min * access, dt_min);
    if (!key.of(id[row]).happens(p, 0)) return;
    if (intent[row] >= static_cast<std::uint8_t>(Intent::enter_vessel)) return;
    propose(intent, detail, row, Intent::enter_vessel, vessel.segment);
    leads[row] = 1;
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
        param("intravasation.takes_along", &Params::takes_along, "1", 1, {0, 1}, "Aceto 2014",
              "whom a cell that breaks in takes with it", {"nobody", "adherent neighbours"}),
        param("intravasation.bond_holds", &Params::bond_holds, "1", 0.1, {0, 1}, "assumed",
              "probability that a full E-cadherin contact pulls a neighbour along"),
    };
  }
  /// The same keys as those of mechanics.
  using CellParams = Adhesion;
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.epithelial.adhesion", &Adhesion::epithelial, "1", 1, {0, 10}, "assumed",
              "adhesion of an epithelial cell, relative to a full E-cadherin contact"),
        param("cell.*.mesenchymal.adhesion", &Adhesion::mesenchymal, "1", 0.2, {0, 10}, "assumed",
              "adhesion of a mesenchymal cell, relative to a full E-cadherin contact"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    std::vector<ColumnSpec> columns{intravasation::along_with};
    columns.insert(columns.end(), std::begin(traveller::all), std::end(traveller::all));
    return columns;
  }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent, cell::intent_detail, intravasation::along_with};
  }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const VesselPieces& pieces = s.state.vessels.pieces_of_site[s.site.id.value];
    if (pieces.first.size() == 0) return;
    Table& cells = s.site.cells;
    auto& leads = s.site.workspace.get<Leaders>().leads;
    leads.at_least(s.device, cells.capacity(), "who breaks in");
    for_each_row(s.device, "intravasation", cells.capacity(), cells.count(),
                 BreakIn{cells.data(cell::id), cells.data(cell::x), cells.data(cell::y),
                         cells.data(cell::z), cells.data(cell::radius), Leaver(cells),
                         NearestVessel(s.state.vessels, s.site, Carrying::blood), params,
                         static_cast<float>(s.dt_min), DrawKey(s), cells.data(cell::intent),
                         cells.data(cell::intent_detail), leads.data()});
    if (params.takes_along == TakesAlong::nobody || params.bond_holds <= 0) return;
    take_along(params, by_type, leads.data(), s);
  }
  static void take_along(const Params& params, const CellParams* by_type, const std::uint8_t* leads,
                         SiteStep& s) {
    Table& cells = s.site.cells;
    tissue::Bins& bins = s.site.workspace.get<tissue::Bins>();
    bins.build(s.device, s.site.grid, cells, tissue::adhesion_reach);
    const FindLeader leader_of{bins.view(),
                               cells.data(cell::x),
                               cells.data(cell::y),
                               cells.data(cell::z),
                               cells.data(cell::radius),
                               cells.data(cell::id),
                               leads};
    for_each_row(s.device, "take neighbours along", cells.capacity(), cells.count(),
                 ComeAlong{leader_of, Leaver(cells), cells.data(cell::type), cells.data(emt::score),
                           by_type, params.bond_holds, DrawKey(s), cells.data(cell::intent),
                           cells.data(cell::intent_detail), cells.data(intravasation::along_with)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::intravasation() {
  return make_process<circulation::Intravasation>("intravasation");
}
