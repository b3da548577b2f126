#include "kernels/resolve/crossings.hpp"

#include "kernels/circulation/journey.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/clusters.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

namespace {

/// All members of a cluster, which share its entry number, or none.
struct Board {
  journey::BeginJourney begin;
  ClusterView clusters;
  const std::uint64_t *along_with, *id;
  std::uint32_t first;
  std::uint64_t first_entry;
  std::int32_t site;
  std::uint32_t tick;
  HD void operator()(std::int64_t c) const {
    const std::uint32_t leader_row = clusters.rows[clusters.start[c]], n = clusters.size(c);
    const std::uint64_t named = along_with[leader_row];
    const journey::Entrance at{first_entry + static_cast<std::uint64_t>(c), site, tick,
                               named != 0 ? named : id[leader_row], n};
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) begin(first + i, at);
  }
};

/// The members of a cluster lie side by side and are one family.
struct Alight {
  journey::EndJourney end;
  ClusterView clusters;
  const std::uint64_t* id;  ///< of travellers
  std::uint32_t first;
  DrawKey key;
  HD void operator()(std::int64_t c) const {
    const std::uint32_t from = clusters.start[c], n = clusters.size(c);
    const std::uint64_t founder = id[clusters.rows[from]];
    for (std::uint32_t i = 0; i < n; ++i)
      end(clusters.rows[from + i], first + from + i, key.of(founder), {founder, i, n});
  }
};

/// The site in which a traveller is, -1 in a compartment of the body.
struct WhichSite {
  const std::uint8_t* phase;
  const std::uint32_t* place;
  const std::int32_t* site_of_segment;
  explicit WhichSite(const State& state)
      : phase(state.travellers.data(traveller::phase)),
        place(state.travellers.data(traveller::place)),
        site_of_segment(state.vessels.segments.data(segment::site)) {}
  HD std::int32_t of(std::uint32_t row) const {
    return in_segment(static_cast<Phase>(phase[row])) ? site_of_segment[place[row]] : -1;
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

/// What the diary says of travellers beside their number: where, and for how long they were
/// carried; of those who get out, how many they are.
struct FillTold {
  WhichSite which;
  EventKind kind;
  const std::int64_t* stream_us;
  const std::uint32_t* members;
  std::int32_t* site;
  float* value;
  HD void operator()(std::uint32_t row) const {
    site[row] = which.of(row);
    value[row] = kind == EventKind::extravasated
                     ? static_cast<float>(members[row])
                     : static_cast<float>(static_cast<double>(stream_us[row]) * 1e-6);
  }
};

struct Told {
  Buffer<std::int32_t> site;
  Buffer<float> value;
};

Told told(Step& s, EventKind kind) {
  Table& travellers = s.state.travellers;
  Told out{Buffer<std::int32_t>(s.device, travellers.capacity(), "site of travellers"),
           Buffer<float>(s.device, travellers.capacity(), "what the diary says of travellers")};
  for_each_row(s.device, "where travellers are", travellers.capacity(), travellers.count(),
               FillTold{WhichSite(s.state), kind, travellers.data(traveller::stream_us),
                        travellers.data(traveller::members), out.site.data(), out.value.data()});
  return out;
}

void note_travellers(Step& s, const ChosenRows& rows, EventKind kind) {
  Table& travellers = s.state.travellers;
  const Told known = told(s, kind);
  note(s, travellers, rows.rows(), rows.size(),
       {.kind = kind,
        .site = -1,
        .place = travellers.data(traveller::place),
        .value = known.value.data(),
        .site_by_row = known.site.data(),
        .in_vessel = true});
}

/// Counts entries, and what the diary says of them, by row of the tissue: which kind of vessel, and how
/// many enter together. All of a cluster enter one vessel.
struct CountEntries {
  ClusterView clusters;
  const std::uint32_t* segment_row;
  const std::uint8_t* kind;
  std::uint64_t* counters;
  std::uint8_t* event_kind;
  float* company;
  HD void operator()(std::int64_t c) const {
    const std::uint64_t n = clusters.size(c);
    const std::uint8_t vessel = kind[segment_row[clusters.rows[clusters.start[c]]]];
    const bool lymph = vessel == static_cast<std::uint8_t>(VesselKind::lymphatic);
    add(lymph ? Count::entered_lymph : Count::entered_blood, n);
    if (n > 1) add(Count::entries_as_cluster, n);
    if (!lymph) add(Count::blood_entries, 1);
    if (!lymph && n > 1) add(Count::blood_entries_as_cluster, 1);
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) {
      const auto told = lymph ? EventKind::entered_lymph : EventKind::entered;
      event_kind[clusters.rows[i]] = static_cast<std::uint8_t>(told);
      company[clusters.rows[i]] = static_cast<float>(n);
    }
  }
  HD void add(Count which, std::uint64_t n) const {
    atomic_add(&counters[static_cast<std::size_t>(which)], n);
  }
};

/// Site -1: out of vessels of organs that are not simulated in tissue.
ChosenRows leaving_in(Step& s, std::int32_t site) {
  Table& travellers = s.state.travellers;
  Buffer<std::uint8_t> flags(s.device, travellers.capacity(), "resolve flags");
  for_each_row(s.device, "flag exits", travellers.capacity(), travellers.count(),
               FlagExits{travellers.data(cell::intent), WhichSite(s.state), site, flags.data()});
  return ChosenRows(travellers, travellers.data(cell::id), flags.data(), travellers.read_count());
}

struct FlagNews {
  const std::uint8_t* news;
  std::uint8_t bit;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = (news[row] & bit) != 0; }
};

struct ForgetNews {
  std::uint8_t* news;
  HD void operator()(std::uint32_t row) const { news[row] = 0; }
};

std::uint32_t tell(Step& s, std::uint8_t bit, EventKind kind) {
  Table& travellers = s.state.travellers;
  Buffer<std::uint8_t> flags(s.device, travellers.capacity(), "resolve flags");
  for_each_row(s.device, "flag news", travellers.capacity(), travellers.count(),
               FlagNews{travellers.data(traveller::news), bit, flags.data()});
  const ChosenRows rows(travellers, travellers.data(cell::id), flags.data(),
                        travellers.read_count());
  note_travellers(s, rows, kind);
  return rows.size();
}

}  // namespace

void entries(SiteStep& s, std::uint32_t entering) {
  if (entering == 0) return;
  Table &cells = s.site.cells, &travellers = s.state.travellers;
  const auto flags = flag_intent(s.device, cells, Intent::enter_vessel);
  const ChosenRows chosen(cells, cells.data(cell::id), flags.data(), cells.read_count());
  const auto* along_with = cells.data(intravasation::along_with);
  const Clusters clusters(cells, chosen, along_with, cells.data(cell::id));
  const std::uint32_t first = travellers.append(clusters.cells());
  copy_rows(cells, clusters.rows(), clusters.cells(), travellers, first);
  for_each_index(
      s.device, "begin journeys", clusters.size(),
      Board{journey::BeginJourney(travellers, s.state.vessels), clusters.view(), along_with,
            cells.data(cell::id), first, s.state.next_entry, s.site.id.value, s.tick});
  s.state.next_entry += clusters.size();
  Buffer<float> company(s.device, cells.capacity(), "cells that enter together");
  Buffer<std::uint8_t> kind(s.device, cells.capacity(), "blood or lymph");
  for_each_index(s.device, "count entries", clusters.size(),
                 CountEntries{clusters.view(), cells.data(cell::intent_detail),
                              s.state.vessels.segments.data(segment::kind), s.state.counters.data(),
                              kind.data(), company.data()});
  note(s, cells, clusters.rows(), clusters.cells(),
       {.kind = EventKind::entered,
        .site = s.site.id.value,
        .place = cells.data(cell::intent_detail),
        .value = company.data(),
        .kind_by_row = kind.data(),
        .in_vessel = true});
}

void exits(SiteStep& s) {
  Table &cells = s.site.cells, &travellers = s.state.travellers;
  const ChosenRows leaving = leaving_in(s, s.site.id.value);
  if (leaving.size() == 0) return;
  const Clusters clusters(travellers, leaving, travellers.data(traveller::entry),
                          travellers.data(cell::id));
  const std::uint32_t first = cells.append(clusters.cells());
  copy_rows(travellers, clusters.rows(), clusters.cells(), cells, first);
  for_each_index(s.device, "end journeys", clusters.size(),
                 Alight{journey::EndJourney(travellers, s.state.vessels, cells, s.site.grid),
                        clusters.view(), travellers.data(cell::id), first, DrawKey(s)});
  count(s, Count::extravasated, clusters.cells());
  note_travellers(s, leaving, EventKind::extravasated);
}

void exits_elsewhere(Step& s) {
  const ChosenRows rows = leaving_in(s, -1);
  count(s, Count::extravasated, rows.size());
  note_travellers(s, rows, EventKind::extravasated);
}

void tell_news(Step& s) {
  Table& travellers = s.state.travellers;
  count(s, Count::arrests_total, tell(s, news::arrested, EventKind::arrested));
  tell(s, news::held, EventKind::held);
  tell(s, news::released, EventKind::released);
  for_each_row(s.device, "forget news", travellers.capacity(), travellers.count(),
               ForgetNews{travellers.data(traveller::news)});
}

}  // namespace metastasim::resolve
