#include "kernels/resolve/crossings.hpp"

#include "kernels/circulation/journey.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

namespace {

struct Board {
  journey::BeginJourney begin;
  std::uint32_t first;
  std::uint64_t first_entry;
  std::int32_t site;
  std::uint32_t tick;
  HD void operator()(std::int64_t i) const {
    begin(first + static_cast<std::uint32_t>(i),
          {first_entry + static_cast<std::uint64_t>(i), site, tick});
  }
};

struct Alight {
  journey::EndJourney end;
  const std::uint64_t* id;
  const std::uint32_t* travellers;
  std::uint32_t first;
  DrawKey key;
  HD void operator()(std::int64_t i) const {
    const std::uint32_t row = first + static_cast<std::uint32_t>(i);
    end(travellers[i], row, key.of(id[row]));
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
/// carried.
struct FillTold {
  WhichSite which;
  const std::int64_t* stream_us;
  std::int32_t* site;
  float* seconds;
  HD void operator()(std::uint32_t row) const {
    site[row] = which.of(row);
    seconds[row] = static_cast<float>(static_cast<double>(stream_us[row]) * 1e-6);
  }
};

struct Told {
  Buffer<std::int32_t> site;
  Buffer<float> stream_seconds;
};

Told told(Step& s) {
  Table& travellers = s.state.travellers;
  Told out{Buffer<std::int32_t>(s.device, travellers.capacity(), "site of travellers"),
           Buffer<float>(s.device, travellers.capacity(), "seconds in the stream")};
  for_each_row(s.device, "where travellers are", travellers.capacity(), travellers.count(),
               FillTold{WhichSite(s.state), travellers.data(traveller::stream_us), out.site.data(),
                        out.stream_seconds.data()});
  return out;
}

void note_travellers(Step& s, const ChosenRows& rows, EventKind kind) {
  Table& travellers = s.state.travellers;
  const Told known = told(s);
  note(s, travellers, rows.rows(), rows.size(),
       {.kind = kind,
        .site = -1,
        .place = travellers.data(traveller::place),
        .value = known.stream_seconds.data(),
        .site_by_row = known.site.data(),
        .in_vessel = true});
}

struct CountEntries {
  const std::uint32_t* rows;
  const std::uint32_t* segment_row;
  const std::uint8_t* kind;
  std::uint64_t* counters;
  HD void operator()(std::int64_t i) const {
    const bool lymph =
        kind[segment_row[rows[i]]] == static_cast<std::uint8_t>(VesselKind::lymphatic);
    const Count which = lymph ? Count::entered_lymph : Count::entered_blood;
    atomic_add(&counters[static_cast<std::size_t>(which)], std::uint64_t{1});
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
  const ChosenRows rows(cells, cells.data(cell::id), flags.data(), cells.read_count());
  const std::uint32_t first = travellers.append(rows.size());
  copy_rows(cells, rows.rows(), rows.size(), travellers, first);
  for_each_index(s.device, "begin journeys", rows.size(),
                 Board{journey::BeginJourney(travellers, s.state.vessels), first,
                       s.state.next_entry, s.site.id.value, s.tick});
  s.state.next_entry += rows.size();
  for_each_index(
      s.device, "count entries", rows.size(),
      CountEntries{rows.rows(), cells.data(cell::intent_detail),
                   s.state.vessels.segments.data(segment::kind), s.state.counters.data()});
  note(s, cells, rows.rows(), rows.size(),
       {.kind = EventKind::entered,
        .site = s.site.id.value,
        .place = cells.data(cell::intent_detail),
        .in_vessel = true});
}

void exits(SiteStep& s) {
  Table &cells = s.site.cells, &travellers = s.state.travellers;
  const ChosenRows rows = leaving_in(s, s.site.id.value);
  if (rows.size() == 0) return;
  const std::uint32_t first = cells.append(rows.size());
  copy_rows(travellers, rows.rows(), rows.size(), cells, first);
  for_each_index(s.device, "end journeys", rows.size(),
                 Alight{journey::EndJourney(travellers, s.state.vessels, cells, s.site.grid),
                        cells.data(cell::id), rows.rows(), first, DrawKey(s)});
  count(s, Count::extravasated, rows.size());
  note_travellers(s, rows, EventKind::extravasated);
}

void exits_elsewhere(Step& s) {
  const ChosenRows rows = leaving_in(s, -1);
  count(s, Count::extravasated, rows.size());
  note_travellers(s, rows, EventKind::extravasated);
}

void tell_news(Step& s) {
  Table& travellers = s.state.travellers;
  count(s, Count::arrests_total, tell(s, news::arrested, EventKind::arrested));
  tell(s, news::released, EventKind::released);
  for_each_row(s.device, "forget news", travellers.capacity(), travellers.count(),
               ForgetNews{travellers.data(traveller::news)});
}

}  // namespace metastasim::resolve
