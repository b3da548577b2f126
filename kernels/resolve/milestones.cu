#include "kernels/resolve/milestones.hpp"

#include "kernels/core/launch.hpp"
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

void milestone(SiteStep& s, const Column<std::uint32_t>& when, Count counter, EventKind kind) {
  Table& cells = s.site.cells;
  Buffer<std::uint8_t> flags(s.device, cells.capacity(), "resolve flags");
  for_each_row(s.device, "flag milestone", cells.capacity(), cells.count(),
               FlagTick{cells.data(when), s.tick, flags.data()});
  const ChosenRows rows(cells, cells.data(cell::id), flags.data(), cells.read_count());
  count(s, counter, rows.size());
  note(s, cells.data(cell::id), rows.rows(), rows.size(), {.kind = kind, .site = s.site.id.value});
}

}  // namespace

void milestones(SiteStep& s) {
  if (s.tick == 0) return;  // 0 stands for "never" in the milestone columns
  milestone(s, invasion::membrane::crossed, Count::invaded, EventKind::invaded);
}

}  // namespace metastasim::resolve
