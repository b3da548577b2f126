#pragma once
#include "kernels/state/table.hpp"

namespace metastasim {

/// How far a tumour reaches: the distance in um from its centre of mass within which 95 % of its
/// cells are, 0 where there are none. By explicit copies.
double reach_um(const Table& cells);

}  // namespace metastasim
