#include "host/sim/families.hpp"

#include <algorithm>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim {

namespace {

void add_families(const Site& site, Families& families) {
  const auto founder = site.cells.to_host(cell::founder);
  const auto divisions = site.cells.to_host(cell::divisions);
  const auto dormant = site.cells.to_host(colony::dormant);
  for (std::size_t row = 0; row < founder.size(); ++row) {
    if (founder[row] == 0) continue;
    Family& family = families[founder[row]];
    ++family.cells;
    family.asleep += dormant[row] != 0;
    family.divisions = std::max(family.divisions, divisions[row]);
  }
}

}  // namespace

Families families_of(const Site& site) {
  Families families;
  add_families(site, families);
  return families;
}

Families families_of(const State& state) {
  Families families;
  for (const auto& site : state.sites) add_families(*site, families);
  return families;
}

}  // namespace metastasim
