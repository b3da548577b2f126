#include "kernels/circulation/journey_counts.hpp"

#include <algorithm>
#include <map>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim {

namespace {

constexpr std::uint64_t cells_of_a_colony = 4;

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

struct Colony {
  std::uint64_t cells = 0, asleep = 0;
};

Settlers settlers_of(const Site& site) {
  const auto founder = site.cells.to_host(cell::founder);
  const auto dormant = site.cells.to_host(colony::dormant);
  std::map<std::uint64_t, Colony> colonies;
  for (std::size_t row = 0; row < founder.size(); ++row) {
    if (founder[row] == 0) continue;
    Colony& colony = colonies[founder[row]];
    ++colony.cells;
    colony.asleep += dormant[row];
  }
  Settlers out{site.name};
  for (const auto& [id, colony] : colonies) {
    ++(colony.asleep == colony.cells ? out.asleep : out.growing);
    out.colonies += colony.cells >= cells_of_a_colony;
    out.largest = std::max(out.largest, colony.cells);
  }
  return out;
}

}  // namespace

JourneyCounts count_journey(const State& state) {
  JourneyCounts counts;
  count_travellers(state, counts);
  for (const auto& site : state.sites) counts.settlers.push_back(settlers_of(*site));
  return counts;
}

}  // namespace metastasim
