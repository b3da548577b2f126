#include <cstring>

#include "benchmarks/micro/cases.hpp"
#include "benchmarks/micro/pairs.hpp"
#include "benchmarks/micro/traffic.hpp"
#include "benchmarks/micro/worlds.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::bench {

namespace {

/// The columns of a state.
std::vector<std::span<std::byte>> columns_of(State& state) {
  std::vector<std::span<std::byte>> columns;
  const auto add = [&](ColumnStore& store) {
    for (ColumnStore::Stored& stored : store.columns())
      columns.emplace_back(stored.bytes.data(), stored.bytes.size());
  };
  for (auto& site : state.sites) {
    add(site->fields.columns());
    add(site->cells.columns());
  }
  for (Table* table : {&state.vessels.segments, &state.vessels.nodes, &state.travellers})
    add(table->columns());
  return columns;
}

std::int64_t items_of(const State& state, const std::string& item) {
  if (item == "segment") return state.vessels.segments.read_count();
  if (item == "traveller") return state.travellers.read_count();
  std::int64_t items = 0;
  for (const auto& site : state.sites)
    items += item == "voxel" ? site->grid.voxels() : site->cells.read_count();
  return items;
}

/// Fields are paid by the voxel, the flow of blood by the segment, the journey by the traveller,
/// everything else by the cell.
std::string item_of(const CascadeEntry& entry) {
  for (const char* journey : {"circulate", "lymph_node", "extravasate"})
    if (std::strcmp(entry.process.name, journey) == 0) return "traveller";
  return entry.stage == Stage::fields ? "voxel" : entry.stage == Stage::flow ? "segment" : "cell";
}

/// What one run cannot do without: the columns' pages that it reads and writes. Scratch does not count,
/// it may stay in a cache; nor do columns that are replaced as the number of rows changes. On a GPU
/// nobody counts.
double state_bytes(Device& device, State& state, const std::function<void()>& run) {
  return device.is_cuda() ? 0 : touched_bytes(columns_of(state), run);
}

Case process_case(Device& device, const std::shared_ptr<Model>& world, const CascadeEntry& entry) {
  const char* name = entry.process.name;
  const double tick_min = static_cast<double>(world->state.tick_us) / 60e6;
  const double dt_min = entry.period_s > 0 ? entry.period_s / 60.0 : tick_min;
  const auto run = [world, name, dt_min] {
    world->state.vessels.flow_is_stale = true;  // or the flow of blood would have nothing to do
    testing::run_once(world->state, world->parameters, name, dt_min);
  };
  const std::string item = item_of(entry);
  const std::int64_t items = items_of(world->state, item);
  Work work = std::strcmp(name, "mechanics") == 0 ? work_of_pairs(world->state) : Work{};
  work.bytes = state_bytes(device, world->state, run) / static_cast<double>(items);
  return {name, item, items, work, run};
}

}  // namespace

std::vector<Case> process_cases(Device& device, std::int64_t cells, const std::string& filter) {
  std::vector<Case> cases;
  std::shared_ptr<Model> tissue, lattice;
  for (std::size_t p = 0; p < cascade().size(); ++p) {
    const CascadeEntry& entry = cascade()[p];
    if (!std::strstr(entry.process.name, filter.c_str())) continue;
    auto& world = p < tissue_processes() ? tissue : lattice;
    if (!world)
      world = p < tissue_processes() ? tissue_world(device, cells) : lattice_world(device, cells);
    cases.push_back(process_case(device, world, entry));
  }
  return cases;
}

}  // namespace metastasim::bench
