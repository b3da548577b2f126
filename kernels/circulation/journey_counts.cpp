#include "kernels/circulation/journey_counts.hpp"

#include <map>

#include "kernels/circulation/traveller_columns.hpp"

namespace metastasim {

namespace {

void count_travellers(const State& state, JourneyCounts& counts) {
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto place = state.travellers.to_host(traveller::place);
  const auto site = state.vessels.segments.to_host(segment::site);
  std::map<std::string, std::uint64_t> stopped;
  for (std::size_t row = 0; row < phase.size(); ++row) {
    const auto now = static_cast<Phase>(phase[row]);
    if (now == Phase::arrested)
      ++stopped[state.sites[static_cast<std::size_t>(site[place[row]])]->name];
    else if (now == Phase::lodged)
      ++stopped[state.body.plan.names[place[row]]];
    else
      ++(now == Phase::held ? counts.held_in_nodes : counts.in_transit);
  }
  for (const auto& [name, cells] : stopped) {
    counts.stopped.push_back({name, cells});
    counts.arrested += cells;
  }
}

}  // namespace

JourneyCounts count_journey(const State& state) {
  JourneyCounts counts;
  count_travellers(state, counts);
  return counts;
}

}  // namespace metastasim
