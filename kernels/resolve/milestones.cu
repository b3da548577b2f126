#include "kernels/resolve/milestones.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/invasion/detachment.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

namespace {

struct FlagTick {
  const std::uint32_t* when;
  std::uint32_t tick;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = when[row] == tick; }
};

ChosenRows noted_now(SiteStep& s, const Column<std::uint32_t>& when) {
  Table& cells = s.site.cells;
  Buffer<std::uint8_t> flags(s.device, cells.capacity(), "resolve flags");
  for_each_row(s.device, "flag milestone", cells.capacity(), cells.count(),
               FlagTick{cells.data(when), s.tick, flags.data()});
  return ChosenRows(cells, cells.data(cell::id), flags.data(), cells.read_count());
}

}  // namespace

void milestones(SiteStep& s) {
  if (s.tick == 0) return;  // 0 stands for "never" in the milestone columns
  count(s, Count::detached, noted_now(s, invasion::detached).size());
  const ChosenRows crossed = noted_now(s, invasion::membrane::crossed);
  count(s, Count::invaded, crossed.size());
  note(s, s.site.cells, crossed.rows(), crossed.size(),
       {.kind = EventKind::invaded, .site = s.site.id.value});
}

}  // namespace metastasim::resolve
