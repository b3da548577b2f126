#include "kernels/resolve/make_room.hpp"

#include <numeric>

#include "kernels/core/launch.hpp"

namespace metastasim::resolve {

namespace {

struct GatherCount {
  const std::uint32_t* count;
  std::uint32_t* to;
  HD void operator()(std::int64_t) const { *to = *count; }
};

std::vector<std::uint32_t> counts_of(Device& device, const std::vector<const Table*>& tables) {
  Buffer<std::uint32_t> counts(device, tables.size(), "counts");
  for (std::size_t i = 0; i < tables.size(); ++i)
    for_each_index(device, "gather counts", 1, GatherCount{tables[i]->count(), counts.data() + i});
  return counts.to_host();
}

void make_room_in(Table& table, std::uint32_t rows, std::uint32_t comers, const Room& room) {
  const std::uint32_t more = room.for_more(rows, comers);
  table.fit(rows + more, rows + more + std::max(more / 4, rows / 8));
}

/// Each cell can cross the basement membrane, and divide, die or enter a vessel; each traveller can be
/// stopped, held and released, and die or leave its vessel; each of those that are shed is told too.
std::uint32_t most_events(std::uint32_t cells, std::uint32_t travellers, std::uint32_t segments,
                          std::size_t interventions, const Room& room) {
  return 2 * cells + 4 * travellers + room.for_more(travellers, cells) + segments +
         static_cast<std::uint32_t>(interventions);
}

}  // namespace

void make_room(Device& device, State& state, const Room& room) {
  std::vector<const Table*> tables{&state.events, &state.vessels.segments, &state.travellers};
  for (const auto& site : state.sites) tables.push_back(&site->cells);
  const std::vector<std::uint32_t> counts = counts_of(device, tables);
  const std::uint32_t cells = std::accumulate(counts.begin() + 3, counts.end(), 0u);
  const std::uint32_t events =
      counts[0] + most_events(cells, counts[2], counts[1], state.interventions.size(), room);
  state.events.fit(events, events + events / 8);
  make_room_in(state.travellers, counts[2], cells, room);
  for (std::size_t s = 0; s < state.sites.size(); ++s)
    make_room_in(state.sites[s]->cells, counts[3 + s], counts[2], room);
}

void make_room_for_vessels(State& state, std::uint32_t more) {
  const std::uint32_t events = state.events.capacity() + more;
  state.events.fit(events, events);
}

}  // namespace metastasim::resolve
