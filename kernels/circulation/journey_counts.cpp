#include "kernels/circulation/journey_counts.hpp"

#include <map>

#include "kernels/circulation/lymph_node.hpp"
#include "kernels/circulation/traveller_columns.hpp"

namespace metastasim {

namespace {

/// Appends the places with their cells; returns how many these are.
std::uint64_t list(const std::map<std::string, std::uint64_t>& by_place,
                   std::vector<Stopped>& places) {
  std::uint64_t sum = 0;
  for (const auto& [name, cells] : by_place) {
    places.push_back({name, cells});
    sum += cells;
  }
  return sum;
}

/// Who has stopped in the part of an organ that its block does not show is not told as in the block.
std::string lodged_in(const BodyPlan& plan, std::uint32_t place) {
  return plan.names[place] + (plan.compartments[place].site >= 0 ? " outside the block" : "");
}

void count_travellers(const State& state, JourneyCounts& counts) {
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto place = state.travellers.to_host(traveller::place);
  const auto site = state.vessels.segments.to_host(segment::site);
  std::map<std::string, std::uint64_t> stopped, held;
  for (std::size_t row = 0; row < phase.size(); ++row) {
    const auto now = static_cast<Phase>(phase[row]);
    if (now == Phase::arrested)
      ++stopped[state.sites[static_cast<std::size_t>(site[place[row]])]->name];
    else if (now == Phase::lodged)
      ++stopped[lodged_in(state.body.plan, place[row])];
    else if (now == Phase::held)
      ++held[state.body.plan.names[place[row]]];
    else
      ++counts.in_transit;
  }
  counts.arrested = list(stopped, counts.stopped);
  counts.held_in_nodes = list(held, counts.held);
}

constexpr std::uint32_t cells_after_two_divisions = 4;

NodeColonies count_node_colonies(const State& state) {
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto cells = state.travellers.to_host(resident::colony);
  NodeColonies out;
  for (std::size_t row = 0; row < phase.size(); ++row) {
    if (static_cast<Phase>(phase[row]) != Phase::held || cells[row] == 0) continue;
    ++out.founders;
    out.cells += cells[row];
    if (cells[row] >= cells_after_two_divisions) ++out.colonies;
  }
  return out;
}

}  // namespace

JourneyCounts count_journey(const State& state) {
  JourneyCounts counts;
  count_travellers(state, counts);
  counts.in_nodes = count_node_colonies(state);
  return counts;
}

}  // namespace metastasim
