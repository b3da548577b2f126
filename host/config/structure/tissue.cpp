#include "host/config/structure/rows.hpp"
#include "host/config/structure/slots.hpp"

namespace metastasim::config::rows {

std::vector<Key> of_a_cell_type() {
  return {choice("cell.*.kind", {"tumour", "NK cell", "T cell", "fibroblast"}, both("tumour"), "",
                 "what these cells are: tumour cells run through the cascade, NK and T cells kill "
                 "them, fibroblasts lay collagen",
                 cell_kind())};
}

std::vector<Key> of_a_site() {
  return {
      choice("site.*.role", {"secondary", "primary"}, must_be_written("primary"), "",
             "whether the tumour starts here or may arrive here", site(&SiteSpec::primary)),
      quantity("site.*.voxel", "um", both("20 um"), {1, 200}, "Ghaffarizadeh 2018 (20 um)",
               "edge of a voxel of oxygen, enzymes and collagen; cells move off this grid",
               site(&SiteSpec::spacing_um)),
      quantities("site.*.size", "um", must_be_written("0.96 mm"), {1, 1e5},
                 "edges of the block of tissue, multiples of 16 voxels; on a lattice of whole "
                 "voxels",
                 site(&SiteSpec::size_um)),
      choice("site.*.represents", {"itself", "whole organ"}, both("itself"), "set-up",
             "what share of the cells that enter the organ passes through the block",
             site(&SiteSpec::represents_whole_organ)),
      quantity("site.*.collagen", "mg/mL", both("2.5 mg/mL"), {0, 20},
               "assumed; gels of 1.7: Wolf 2013", "collagen of intact tissue",
               site(&SiteSpec::collagen_mg_per_ml)),
      quantity("site.*.residents.*", "1/mm^3", left_out("2000 1/mm^3"), {0, 1e6}, "",
               "number per volume of these immune cells or fibroblasts at the start, anywhere "
               "outside the tumour",
               residents()),
      text("site.*.tumour.cell", must_be_written("carcinoma"),
           "type of the tumour's cells: a [cell.NAME] of this file", tumour(&TumourSpec::cell)),
      quantity("site.*.tumour.shape.sphere", "um", must_be_written("440 um"), {1, 1e5}, "",
               "diameter of the tumour at the start", tumour(&TumourSpec::diameter_um)),
      quantities("site.*.tumour.shape.centre", "um", left_out("0.48 mm"), {0, 1e5},
                 "centre of the tumour, from the block's corner; the block's middle where it is "
                 "left out",
                 tumour(&TumourSpec::centre_um)),
      choice("site.*.tumour.basement_membrane.around", {"nothing", "tumour"}, both("nothing"),
             "set-up", "what the basement membrane encloses",
             tumour(&TumourSpec::basement_membrane)),
  };
}

}  // namespace metastasim::config::rows
