#include "kernels/resolve/deaths.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"

namespace metastasim::resolve {

namespace {

/// A death after extravasation belongs to the journey's ledger, any other to the tissue's.
/// What a surgeon removes did not die of the disease; immune cells and fibroblasts are no part of
/// it.
struct CountTissueDeaths {
  const std::uint64_t* founder;
  const std::uint8_t* kind;
  const std::uint32_t *detail, *rows;
  std::uint64_t* counters;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t row = rows[i];
    add(ledger(row));
    if (is_tumour(kind[row]) && died_of(row, Death::immune)) add(Count::killed_in_tissue);
  }
  HD Count ledger(std::uint32_t row) const {
    if (is_effector(kind[row])) return Count::immune_died;
    if (is_fibroblast(kind[row])) return Count::stroma_died;
    if (died_of(row, Death::surgery)) return Count::removed_by_surgery;
    return founder[row] != 0 ? Count::died_after_extravasation : Count::died_in_tissue;
  }
  HD bool died_of(std::uint32_t row, Death cause) const {
    return detail[row] == static_cast<std::uint32_t>(cause);
  }
  HD void add(Count where) const {
    atomic_add(&counters[static_cast<std::size_t>(where)], std::uint64_t{1});
  }
};

/// By Death: none and the causes that only tissue knows count as "other" on the journey.
constexpr CauseCounts on_the_journey{{Count::died_other, Count::died_other, Count::died_other,
                                      Count::died_shear, Count::died_immune, Count::died_anoikis,
                                      Count::died_other, Count::died_other}};

}  // namespace

void deaths_in_tissue(SiteStep& s) {
  Table& cells = s.site.cells;
  const ChosenRows dead = rows_that_want(cells, Intent::die);
  if (surely_none(s.device, dead.size())) return;
  for_each_row(
      s.device, "count deaths", dead.size(),
      CountTissueDeaths{cells.data(cell::founder), cells.data(cell::kind),
                        cells.data(cell::intent_detail), dead.rows(), s.state.counters.data()});
  note(
      s, cells, dead.list(),
      {.kind = EventKind::died, .site = s.site.id.value, .place = cells.data(cell::intent_detail)});
}

void deaths_on_the_journey(Step& s) {
  Table& travellers = s.state.travellers;
  const ChosenRows dead = rows_that_want(travellers, Intent::die);
  if (surely_none(s.device, dead.size())) return;
  count_by_detail(s, travellers.data(cell::intent_detail), dead.list(), on_the_journey);
  note(s, travellers, dead.list(),
       {.kind = EventKind::died, .site = -1, .place = travellers.data(cell::intent_detail)});
}

}  // namespace metastasim::resolve
