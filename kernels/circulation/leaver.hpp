#pragma once
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/table.hpp"

namespace metastasim::circulation {

/// Which cells can get into a vessel: those in partial or full EMT, or all.
enum class Able : int { mesenchymal, all };

/// Whether a cell of the tissue is one that may leave it: a tumour cell that no basement membrane
/// encloses. Sleepers stay where they are, and so do newcomers about which the soil has not decided.
struct Leaver {
  const std::uint64_t* founder;
  const std::uint8_t *kind, *phenotype, *dormant, *settled, *enclosed;

  explicit Leaver(const Table& cells)
      : founder(cells.data(cell::founder)),
        kind(cells.data(cell::kind)),
        phenotype(cells.data(cell::phenotype)),
        dormant(cells.data(colony::dormant)),
        settled(cells.data(colony::settled)),
        enclosed(cells.data(invasion::membrane::inside)) {}

  HD bool may_go(std::uint32_t row, Able who) const {
    const bool epithelial = phenotype[row] == static_cast<std::uint8_t>(Phenotype::epithelial);
    const bool undecided = founder[row] != 0 && settled[row] == 0;
    return is_tumour(kind[row]) && (!epithelial || who == Able::all) && dormant[row] == 0 &&
           !undecided && enclosed[row] == 0;
  }
};

}  // namespace metastasim::circulation
