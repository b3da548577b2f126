#include "host/sim/diary.hpp"

#include <algorithm>

namespace metastasim {

std::vector<DiaryEntry> diary(const State& state, std::uint64_t first) {
  const Table& events = state.events;
  const auto number = events.to_host(event::number);
  const auto tick = events.to_host(event::tick);
  const auto cell = events.to_host(event::cell_id);
  const auto kind = events.to_host(event::kind);
  const auto site = events.to_host(event::site);
  const auto place = events.to_host(event::place);
  const auto value = events.to_host(event::value);
  const double tick_min = static_cast<double>(state.tick_us) / 60e6;
  std::vector<DiaryEntry> entries;
  for (std::size_t i = 0; i < number.size(); ++i)
    if (number[i] >= first)
      entries.push_back({number[i], tick[i] * tick_min, cell[i], static_cast<EventKind>(kind[i]),
                         site[i], place[i], value[i]});
  std::sort(entries.begin(), entries.end(),
            [](const DiaryEntry& a, const DiaryEntry& b) { return a.number < b.number; });
  return entries;
}

}  // namespace metastasim
