// Intravasation: a cell that touches a blood vessel breaks through its wall where that is degraded or leaks.
//
//   rate = k a(g) o       a(g) = 1 for g <= 0,   1 - g / g_max up to g_max,   0 beyond
//                         o    = 1 - w for a vessel of the tissue,   1 for one that grew during the run
//   P(enters within dt) = 1 - exp(-rate dt)
//
//   k      rate at which a touching cell gets through an open wall   [1/min]  chosen so that on its second day the
//          first example sheds 0.7 % of its cells into the blood: 3.2 to 4.1e6 cells a gram and day were counted in
//          rats (Butler and Gullino 1975, second-hand), 0.8 to 1.1 % of cells 17 um wide. Intravital imaging
//          shows cells cross within hours (Wyckoff 2000, Harney 2015 doi 10.1158/2159-8290.CD-15-0012) but
//          gives no rate per contact
//   o      how far the wall is open                               [1]    An intact wall keeps cells out until
//          proteases have cut its basement membrane, one that leaks does not: the normal and the ruptured
//          vessels of Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x). New vessels of tumours have
//          openings of 1.7 um on average (Hashizume 2000, Am J Pathol 156:1363, recalled);
//          that they stay leaky for the whole run is assumed
//   w      matrix left in the cell's voxel, 1 intact (ecm.cu): the wall's own membrane is cut as fast, assumed
//   g      gap between the cell's surface and the outside of the vessel   [um]
//   g_max  contact range                                                  [um]
// The vessel is the one with the smallest gap of those that no basement membrane parts from the cell; of
// equals, the lower row.
//
// Clusters. They come from groups of neighbours that enter together, not from cells that meet in the
// stream (Aceto 2014, doi 10.1016/j.cell.2014.07.013). A neighbour within the reach of adhesion, on the
// same side of any basement membrane, is pulled along if its bond to the cell that breaks in holds:
//   P(comes along) = q sqrt(h_i h_j)
//   q      probability that a full E-cadherin contact holds   [1]  chosen so that one entry in 30 of the
//          first example is a cluster: 2 to 5 % of what circulates is one (Aceto 2014, recalled)
//   h      adhesion of each of the two, by its EMT score      [1]
// Whoever touches two cells that break in follows the one with the lower lineage number. It need not be
// able to break in itself.
#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/circulation/vessel_entry.hpp"

namespace metastasim::circulation {

struct Intravasation {
  static constexpr const char* meaning = "cells that touch a vessel break through its wall";
  using Params = EntryParams;
  static std::vector<ParamSpec> params() {
    return entry_params({
        param("intravasation.wall_loss", &Params::rate_per_min, "1/min", 0.003 / 60, {0, 10},
              "assumed, to shed as many as Butler and Gullino 1975",
              "rate at which a cell that touches a vessel gets through its open wall"),
        param("intravasation.who", &Params::who, "1", 0, {0, 1}, "assumed",
              "which cells can break into vessels", {"mesenchymal", "all"}),
        param("intravasation.bond_holds", &Params::bond_holds, "1", 0.01, {0, 1},
              "chosen to give 2 to 5 % clusters (Aceto 2014, recalled)",
              "probability that a full E-cadherin contact pulls a neighbour along"),
    });
  }
  using CellParams = Adhesion;
  static std::vector<ParamSpec> cell_params() { return adhesion_params(); }
  static std::vector<ColumnSpec> adds() {
    std::vector<ColumnSpec> columns{intravasation::along_with};
    columns.insert(columns.end(), std::begin(traveller::all), std::end(traveller::all));
    return columns;
  }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent, cell::intent_detail, intravasation::along_with};
  }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    enter_vessels(params, by_type, Carrying::blood, s);
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::intravasation() {
  return make_process<circulation::Intravasation>("intravasation");
}
