#pragma once
#include "kernels/circulation/entry_params.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/table.hpp"

namespace metastasim::circulation {

/// Whether a cell of the tissue is one that may leave it: a tumour cell. Sleepers stay where they are,
/// and so do newcomers about which the soil has not decided.
struct Leaver {
  const std::uint64_t* founder;
  const std::uint8_t *kind, *phenotype, *dormant, *settled;

  explicit Leaver(const Table& cells)
      : founder(cells.data(cell::founder)),
        kind(cells.data(cell::kind)),
        phenotype(cells.data(cell::phenotype)),
        dormant(cells.data(colony::dormant)),
        settled(cells.data(colony::settled)) {}

  HD bool may_go(std::uint32_t row, Able who) const {
    const bool epithelial = phenotype[row] == static_cast<std::uint8_t>(Phenotype::epithelial);
    const bool undecided = founder[row] != 0 && settled[row] == 0;
    return is_tumour(kind[row]) && (!epithelial || who == Able::all) && dormant[row] == 0 &&
           !undecided;
  }
};

}  // namespace metastasim::circulation
