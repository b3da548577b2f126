#include "kernels/circulation/entry_params.hpp"

namespace metastasim::circulation {

std::vector<ParamSpec> adhesion_params() {
  return {
      param("cell.*.epithelial.adhesion", &Adhesion::epithelial, "1", 1, {0, 10}, "assumed",
            "adhesion of an epithelial cell, relative to a full E-cadherin contact"),
      param("cell.*.mesenchymal.adhesion", &Adhesion::mesenchymal, "1", 0.2, {0, 10}, "assumed",
            "adhesion of a mesenchymal cell, relative to a full E-cadherin contact"),
  };
}

std::vector<ParamSpec> entry_params(std::vector<ParamSpec> own) {
  own.push_back(param("intravasation.contact_range", &EntryParams::contact_range_um, "um", 2,
                      {0.01, 20}, "assumed",
                      "gap to the vessel up to which a cell can reach its wall"));
  own.push_back(param("intravasation.takes_along", &EntryParams::takes_along, "1", 1, {0, 1},
                      "Aceto 2014 (blood), Giampieri 2009 (lymph)",
                      "whom a cell that gets into a vessel takes with it",
                      {"nobody", "adherent neighbours"}));
  return own;
}

}  // namespace metastasim::circulation
