// Entry into initial lymphatics: a cell that touches one slips in between its endothelial cells.
//
//   rate = k a(g)         a(g) = 1 for g <= 0,   1 - g / g_max up to g_max,   0 beyond
//   P(enters within dt) = 1 - exp(-rate dt)
//   P(comes along)      = q sqrt(h_i h_j)
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
//   q      probability that a full E-cadherin contact pulls a neighbour along   [1]  assumed, three times
//          that of blood: cells that move collectively get into lymphatics but not into blood (Giampieri
//          2009, doi 10.1038/ncb1973), no share is known
//   h      adhesion of each of the two, by its EMT score                  [1]
// Which vessel, and whom a neighbour follows, is decided as for blood (intravasation.cu). A cell that is
// getting into a blood vessel in this very step does that, and so do those whom it takes along.
#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/vessel_entry.hpp"

namespace metastasim::circulation {

struct LymphEntry {
  static constexpr const char* meaning = "cells that touch an initial lymphatic slip into it";
  using Params = EntryParams;
  static std::vector<ParamSpec> params() {
    return entry_params({
        param("intravasation.into_lymph", &Params::rate_per_min, "1/min", 0.5 / 60, {0, 10},
              "assumed; dendritic cells pass within an hour (Pflicke and Sixt 2009)",
              "rate at which a cell that touches an initial lymphatic gets in"),
        param("intravasation.into_lymph_who", &Params::who, "1", 0, {0, 1}, "assumed",
              "which cells can slip into lymphatics", {"mesenchymal", "all"}),
        param("intravasation.into_lymph_bond_holds", &Params::bond_holds, "1", 0.3, {0, 1},
              "assumed; that groups get in: Giampieri 2009",
              "probability that a full E-cadherin contact pulls a neighbour along into lymph"),
    });
  }
  using CellParams = Adhesion;
  static std::vector<ParamSpec> cell_params() { return adhesion_params(); }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent, cell::intent_detail, intravasation::along_with};
  }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    enter_vessels(params, by_type, Carrying::lymph, s);
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::lymph_entry() {
  return make_process<circulation::LymphEntry>("lymph_entry");
}
