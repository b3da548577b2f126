#include "kernels/resolve/news.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/intents.hpp"

namespace metastasim::resolve {

namespace {

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
  Told out{Buffer<std::int32_t>(s.device, travellers.capacity(), "site of travellers",
                                Contents::undefined),
           Buffer<float>(s.device, travellers.capacity(), "what the diary says of travellers",
                         Contents::undefined)};
  for_each_row(s.device, "where travellers are", travellers.rows(),
               FillTold{WhichSite(s.state), kind, travellers.data(traveller::stream_us),
                        travellers.data(traveller::members), out.site.data(), out.value.data()});
  return out;
}

/// One of the things that a traveller's news say, in order: all that happened in one step, shortened to what
/// leads from where it was to where it is.
enum class Item : std::uint8_t { stop_first, release, stop_then, release_then, held, let_go };

struct FlagNews {
  const std::uint8_t *news, *phase;
  Item item;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = says(news[row], phase[row]); }
  HD bool says(std::uint8_t n, std::uint8_t phase_now) const {
    const bool free_first = (n & news::released_first) != 0, any_stop = news::arrests(n) > 0;
    switch (item) {
      case Item::stop_first:
        return any_stop && !free_first;
      case Item::release:
        return (n & news::released) != 0;
      case Item::stop_then:
        return free_first ? any_stop : news::arrests(n) > 1 && stopped(phase_now);
      case Item::release_then:
        return free_first && any_stop && !stopped(phase_now);
      case Item::held:
        return (n & news::held) != 0;
      default:
        return (n & news::let_go) != 0;
    }
  }
  HD static bool stopped(std::uint8_t phase_now) {
    return metastasim::stopped(static_cast<Phase>(phase_now));
  }
};

struct ForgetNews {
  std::uint8_t* news;
  std::uint64_t* counters;
  HD void operator()(std::uint32_t row) const {
    const std::uint32_t n = news::arrests(news[row]);
    if (n > 0) atomic_add(counters + static_cast<std::size_t>(Count::arrests_total), n);
    news[row] = 0;
  }
};

void tell(Step& s, Item item, EventKind kind) {
  const Table& travellers = s.state.travellers;
  auto flags = flags_for(travellers);
  for_each_row(s.device, "flag news", travellers.rows(),
               FlagNews{travellers.data(traveller::news), travellers.data(traveller::phase), item,
                        flags.data()},
               rows_shared_if_cheap);
  ChosenRows rows(travellers, travellers.data(cell::id), flags.data());
  note_travellers(s, rows.list(), kind);
}

}  // namespace

void note_travellers(Step& s, RowList list, EventKind kind) {
  if (surely_none(s.device, list.size)) return;
  Table& travellers = s.state.travellers;
  const Told known = told(s, kind);
  note(s, travellers, list,
       {.kind = kind,
        .site = -1,
        .place = travellers.data(traveller::place),
        .value = known.value.data(),
        .site_by_row = known.site.data(),
        .in_vessel = true});
}

void tell_news(Step& s) {
  Table& travellers = s.state.travellers;
  tell(s, Item::stop_first, EventKind::arrested);
  tell(s, Item::release, EventKind::released);
  tell(s, Item::stop_then, EventKind::arrested);
  tell(s, Item::release_then, EventKind::released);
  tell(s, Item::held, EventKind::held);
  tell(s, Item::let_go, EventKind::released);
  for_each_row(s.device, "forget news", travellers.rows(),
               ForgetNews{travellers.data(traveller::news), s.state.counters.data()},
               rows_shared_if_cheap);
}

}  // namespace metastasim::resolve
