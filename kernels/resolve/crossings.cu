#include "kernels/resolve/crossings.hpp"

#include "kernels/circulation/journey.hpp"
#include "kernels/circulation/step_end.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/admitted.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/resolve/news.hpp"

namespace metastasim::resolve {

namespace {

constexpr auto gone = static_cast<std::uint8_t>(Intent::gone);

/// All members of a cluster, which share its entry number, or none.
struct Board {
  journey::BeginJourney begin;
  ClusterView clusters;
  const std::uint64_t *along_with, *id;
  const std::uint32_t* first;
  const std::uint64_t* first_entry;
  std::int32_t site;
  std::int64_t us;       ///< when they set off
  std::uint8_t* intent;  ///< of the tissue's cells
  HD void operator()(std::uint32_t c) const {
    const std::uint32_t leader_row = clusters.rows[clusters.start[c]], n = clusters.size(c);
    const std::uint64_t named = along_with[leader_row];
    const journey::Entrance at{*first_entry + c, site, us, named != 0 ? named : id[leader_row], n};
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) {
      begin(*first + i, at);
      intent[clusters.rows[i]] = gone;
    }
  }
};

/// The members of a cluster lie side by side and are one family.
struct Alight {
  journey::EndJourney end;
  ClusterView clusters;
  const std::uint64_t* id;  ///< of travellers
  const std::uint32_t* first;
  DrawKey key;
  std::uint8_t* intent;  ///< of travellers
  HD void operator()(std::uint32_t c) const {
    const std::uint32_t from = clusters.start[c], n = clusters.size(c);
    const std::uint64_t founder = id[clusters.rows[from]];
    for (std::uint32_t i = 0; i < n; ++i) {
      end(clusters.rows[from + i], *first + from + i, key.of(founder), {founder, i, n});
      intent[clusters.rows[from + i]] = gone;
    }
  }
};

struct FlagExits {
  const std::uint8_t* intent;
  WhichSite which;
  std::int32_t site;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] =
        intent[row] == static_cast<std::uint8_t>(Intent::leave_vessel) && which.of(row) == site;
  }
};

/// Counts entries, and what the diary says of them, by row of the tissue: which kind of vessel, and how
/// many enter together. All of a cluster enter one vessel.
struct CountEntries {
  ClusterView clusters;
  const std::uint32_t* segment_row;
  const std::uint8_t* kind;
  const std::uint64_t* founder;
  const std::uint32_t* divisions;
  std::uint64_t* counters;
  std::uint8_t* event_kind;
  float* company;
  HD void operator()(std::uint32_t c) const {
    const std::uint64_t n = clusters.size(c);
    const std::uint8_t vessel = kind[segment_row[clusters.rows[clusters.start[c]]]];
    const bool lymph = vessel == static_cast<std::uint8_t>(VesselKind::lymphatic);
    add(lymph ? Count::entered_lymph : Count::entered_blood, n);
    if (n > 1) add(Count::entries_as_cluster, n);
    if (!lymph) add(Count::blood_entries, 1);
    if (!lymph && n > 1) add(Count::blood_entries_as_cluster, 1);
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) {
      const auto told = lymph ? EventKind::entered_lymph : EventKind::entered;
      const std::uint32_t row = clusters.rows[i];
      event_kind[row] = static_cast<std::uint8_t>(told);
      company[row] = static_cast<float>(n);
      if (founder[row] != 0 && divisions[row] > 0) add(Count::shed_by_metastases, 1);
    }
  }
  HD void add(Count which, std::uint64_t n) const {
    atomic_add(&counters[static_cast<std::size_t>(which)], n);
  }
};

/// Site -1: out of vessels of organs that are not simulated in tissue.
ChosenRows leaving_in(Step& s, std::int32_t site) {
  const Table& travellers = s.state.travellers;
  auto flags = flags_for(travellers);
  for_each_row(s.device, "flag exits", travellers.rows(),
               FlagExits{travellers.data(cell::intent), WhichSite(s.state), site, flags.data()},
               rows_shared_if_cheap);
  return ChosenRows(travellers, travellers.data(cell::id), flags.data());
}

struct FlagGone {
  const std::uint32_t* rows;
  const std::uint8_t* intent;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t i) const { flags[i] = intent[rows[i]] == gone; }
};

ChosenRows gone_of(const Table& table, RowList list) {
  auto flags = flags_for(table);
  for_each_row(table.device(), "flag gone", list.size,
               FlagGone{list.rows, table.data(cell::intent), flags.data()});
  return ChosenRows(table.device(), list, flags.data());
}

struct GoOut {
  const std::uint32_t* rows;
  std::uint8_t* intent;
  HD void operator()(std::uint32_t i) const { intent[rows[i]] = gone; }
};

void tell_entries(SiteStep& s, const Clusters& clusters, const Admitted& admitted) {
  const Table& cells = s.site.cells;
  Buffer<float> company(s.device, cells.capacity(), "cells that enter together",
                        Contents::undefined);
  Buffer<std::uint8_t> kind(s.device, cells.capacity(), "blood or lymph", Contents::undefined);
  for_each_row(s.device, "count entries", admitted.clusters(),
               CountEntries{clusters.view(), cells.data(cell::intent_detail),
                            s.state.vessels.segments.data(segment::kind), cells.data(cell::founder),
                            cells.data(cell::divisions), s.state.counters.data(), kind.data(),
                            company.data()});
  note(s, cells, {clusters.rows(), admitted.cells()},
       {.kind = EventKind::entered,
        .site = s.site.id.value,
        .place = cells.data(cell::intent_detail),
        .value = company.data(),
        .kind_by_row = kind.data(),
        .in_vessel = true});
}

}  // namespace

void entries(SiteStep& s) {
  Table &cells = s.site.cells, &travellers = s.state.travellers;
  const ChosenRows entering = rows_that_want(cells, Intent::enter_vessel);
  if (surely_none(s.device, entering.size())) return;
  const auto* along_with = cells.data(intravasation::along_with);
  const Clusters clusters(s.device, entering, along_with, cells.data(cell::id));
  const Admitted admitted(clusters, travellers);
  const NewRows boarded = travellers.append_in_room(admitted.cells());
  copy_rows(cells, clusters.rows(), travellers, boarded);
  for_each_row(s.device, "begin journeys", admitted.clusters(),
               Board{journey::BeginJourney(travellers, s.state.vessels), clusters.view(),
                     along_with, cells.data(cell::id), boarded.first, s.state.next_entry.next(),
                     s.site.id.value, circulation::end_us(s), cells.data(cell::intent)});
  s.state.next_entry.advance(s.device, admitted.clusters().now);
  tell_entries(s, clusters, admitted);
}

void exits(SiteStep& s) {
  Table &cells = s.site.cells, &travellers = s.state.travellers;
  const ChosenRows leaving = leaving_in(s, s.site.id.value);
  if (surely_none(s.device, leaving.size())) return;
  const Clusters clusters(s.device, leaving, travellers.data(traveller::entry),
                          travellers.data(cell::id));
  const Admitted admitted(clusters, cells);
  const NewRows landed = cells.append_in_room(admitted.cells());
  copy_rows(travellers, clusters.rows(), cells, landed);
  for_each_row(
      s.device, "end journeys", admitted.clusters(),
      Alight{journey::EndJourney(travellers, s.state.vessels, cells, s.site.grid, s.site.id),
             clusters.view(), travellers.data(cell::id), landed.first, DrawKey(s),
             travellers.data(cell::intent)});
  count(s, Count::extravasated, admitted.cells().now);
  note_travellers(s, gone_of(travellers, leaving.list()).list(), EventKind::extravasated);
}

void exits_elsewhere(Step& s) {
  Table& travellers = s.state.travellers;
  const ChosenRows leaving = leaving_in(s, -1);
  for_each_row(s.device, "exits elsewhere", leaving.size(),
               GoOut{leaving.rows(), travellers.data(cell::intent)});
  count(s, Count::extravasated, leaving.size().now);
  note_travellers(s, leaving.list(), EventKind::extravasated);
}

}  // namespace metastasim::resolve
