#include "kernels/resolve/milestones.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/invasion/detachment.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::resolve {

namespace {

struct CountTick {
  const std::uint32_t* when;
  std::uint32_t tick;
  std::uint64_t* counter;
  HD void operator()(std::uint32_t row) const {
    if (when[row] == tick) atomic_add(counter, std::uint64_t{1});
  }
};

void count_detached(SiteStep& s) {
  const Table& cells = s.site.cells;
  std::uint64_t* counter = s.state.counters.data() + static_cast<std::size_t>(Count::detached);
  for_each_row(s.device, "count detached", cells.rows(),
               CountTick{cells.data(invasion::detached), s.tick, counter}, rows_shared_if_cheap);
}

struct FlagTick {
  const std::uint32_t* when;
  std::uint32_t tick;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = when[row] == tick; }
};

void tell_crossed(SiteStep& s) {
  const Table& cells = s.site.cells;
  auto flags = flags_for(cells);
  for_each_row(s.device, "flag crossed", cells.rows(),
               FlagTick{cells.data(invasion::membrane::crossed), s.tick, flags.data()},
               rows_shared_if_cheap);
  const ChosenRows crossed(cells, cells.data(cell::id), flags.data());
  count(s, Count::invaded, crossed.size().now);
  note(s, cells, crossed.list(), {.kind = EventKind::invaded, .site = s.site.id.value});
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
  auto flags = flags_for(t);
  for_each_row(s.device, "flag perfused", t.rows(),
               FlagPerfused{t.data(segment::site), t.data(segment::id), t.data(segment::sprout),
                            t.data(segment::perfused), s.site.id.value, s.tick, flags.data()},
               rows_shared_if_cheap);
  const ChosenRows rows(t, t.data(segment::id), flags.data());
  note(s, t, rows.list(),
       {.kind = EventKind::perfused,
        .site = s.site.id.value,
        .in_vessel = true,
        .of_vessels = true});
}

}  // namespace

void milestones(SiteStep& s) {
  if (s.tick == 0) return;  // 0 stands for "never" in the milestone columns
  count_detached(s);
  tell_crossed(s);
  tell_perfused(s);
}

}  // namespace metastasim::resolve
