#pragma once
#include <vector>

#include "kernels/param.hpp"

/// The numbers by which cells get into vessels; the laws stand in intravasation.cu (blood) and
/// lymph_entry.cu.
namespace metastasim::circulation {

/// Which cells can get into a vessel: those in partial or full EMT, or all.
enum class Able : int { mesenchymal, all };

enum class TakesAlong : int { nobody, adherent_neighbours };

struct EntryParams {
  float rate_per_min, contact_range_um;
  Able who;
  TakesAlong takes_along;
  float bond_holds;

  bool in_company() const {
    return takes_along == TakesAlong::adherent_neighbours && bond_holds > 0;
  }
};

/// Adhesion of a cell type at both ends of the EMT score, relative to a full E-cadherin contact. The
/// keys are those of mechanics.
struct Adhesion {
  float epithelial, mesenchymal;
};
std::vector<ParamSpec> adhesion_params();

/// What blood and lymph have in common, behind the keys of one of the two.
std::vector<ParamSpec> entry_params(std::vector<ParamSpec> own);

}  // namespace metastasim::circulation
