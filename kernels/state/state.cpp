#include "kernels/state/state.hpp"

#include "kernels/cascade.hpp"

namespace metastasim {

State make_state(Device& device, std::uint64_t seed, std::int64_t tick_us) {
  State state;
  state.seed = seed;
  state.tick_us = tick_us;
  for (RunningNumber* number : {&state.next_cell_id, &state.next_event, &state.next_entry})
    *number = RunningNumber(device);
  state.vessels.segments = Table(device, Entity::segment, columns_of(Entity::segment));
  state.vessels.nodes = Table(device, Entity::node, columns_of(Entity::node));
  state.travellers = Table(device, Entity::traveller, columns_of(Entity::traveller));
  state.events = Table(device, Entity::event, columns_of(Entity::event));
  state.counters = Counters(device, static_cast<std::size_t>(Count::size), "counters");
  return state;
}

Site& add_site(State& state, Device& device, std::string name, const Grid& grid) {
  auto site = std::make_unique<Site>();
  site->name = std::move(name);
  site->id = SiteId{static_cast<std::int32_t>(state.sites.size())};
  site->grid = grid;
  site->fields = Fields(device, grid, columns_of(Entity::voxel));
  site->cells = Table(device, Entity::cell, columns_of(Entity::cell));
  state.sites.push_back(std::move(site));
  state.vessels.of_site.emplace_back();
  state.vessels.pieces_of_site.emplace_back();
  return *state.sites.back();
}

}  // namespace metastasim
