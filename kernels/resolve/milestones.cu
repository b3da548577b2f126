#include "kernels/resolve/milestones.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/invasion/detachment.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/row_copy.hpp"
#include "kernels/vessels/sprouts.hpp"

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

struct FlagPerfused {
  const std::int32_t* site;
  const std::uint64_t *id, *sprout;
  const std::uint32_t* perfused;
  std::int32_t here;
  std::uint32_t tick;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = perfused[row] == tick && id[row] == sprout[row] && site[row] == here;
  }
};

/// Of each sprout the first piece, where it leaves its vessel.
void tell_perfused(SiteStep& s) {
  Table& t = s.state.vessels.segments;
  Buffer<std::uint8_t> flags(s.device, t.capacity(), "resolve flags");
  for_each_row(s.device, "flag perfused", t.capacity(), t.count(),
               FlagPerfused{t.data(segment::site), t.data(segment::id), t.data(segment::sprout),
                            t.data(segment::perfused), s.site.id.value, s.tick, flags.data()});
  const ChosenRows rows(t, t.data(segment::id), flags.data(), t.read_count());
  note(s, t, rows.rows(), rows.size(),
       {.kind = EventKind::perfused,
        .site = s.site.id.value,
        .in_vessel = true,
        .of_vessels = true});
}

}  // namespace

void milestones(SiteStep& s) {
  if (s.tick == 0) return;  // 0 stands for "never" in the milestone columns
  count(s, Count::detached, noted_now(s, invasion::detached).size());
  const ChosenRows crossed = noted_now(s, invasion::membrane::crossed);
  count(s, Count::invaded, crossed.size());
  note(s, s.site.cells, crossed.rows(), crossed.size(),
       {.kind = EventKind::invaded, .site = s.site.id.value});
  tell_perfused(s);
}

}  // namespace metastasim::resolve
