#include "kernels/cascade.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kernels/circulation/ports.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/resolve/make_room.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/step_observer.hpp"

namespace metastasim {

const char* name_of(Stage stage) {
  static constexpr const char* names[] = {"flow", "fields", "sense",   "decide",
                                          "move", "cross",  "resolve", "record"};
  return names[static_cast<std::size_t>(stage)];
}

namespace {

constexpr Stage lattice_stages[] = {
#define LATTICE(stage, name) Stage::stage,
#define SHARED(name)
#include "kernels/lattice/cascade.def"
#undef LATTICE
#undef SHARED
};

/// In the order of their lines, stage by stage.
void require_order(const std::vector<CascadeEntry>& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i)
    if (entries[i].stage < entries[i - 1].stage)
      throw std::logic_error(std::string("cascade.def: ") + entries[i].process.name +
                             " belongs to stage " + name_of(entries[i].stage) +
                             ", which is over by then");
}

void require_own_draws(const std::vector<CascadeEntry>& entries) {
  for (std::size_t i = 0; i < entries.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (entries[i].process.id == entries[j].process.id)
        throw std::logic_error(std::string("rename process ") + entries[i].process.name +
                               ": its random draws would be those of " + entries[j].process.name);
}

/// The tissue's list, then the lattice's.
std::vector<CascadeEntry> build() {
  std::vector<CascadeEntry> entries {
#define PROCESS(stage, name, period_s) {Stage::stage, period_s, processes::name()},
#include "kernels/cascade.def"
#undef PROCESS
  };
  std::vector<CascadeEntry> lattice{
#define LATTICE(stage, name) {Stage::stage, 0, processes::name()},
#define SHARED(name)
#include "kernels/lattice/cascade.def"
#undef LATTICE
#undef SHARED
  };
  require_order(entries);
  require_order(lattice);
  entries.insert(entries.end(), lattice.begin(), lattice.end());
  require_own_draws(entries);
  return entries;
}

/// The columns that exist whatever processes run.
std::span<const ColumnSpec> core_columns(Entity entity) {
  switch (entity) {
    case Entity::cell:
    case Entity::traveller:
      return cell::core;
    case Entity::segment:
      return segment::core;
    case Entity::node:
      return node::core;
    case Entity::event:
      return event::core;
    case Entity::voxel:
      return field::core;
  }
  return {};
}

}  // namespace

const std::vector<CascadeEntry>& cascade() {
  static const std::vector<CascadeEntry> entries = build();
  return entries;
}

std::vector<ColumnSpec> columns_of(Entity entity) {
  const std::span<const ColumnSpec> core = core_columns(entity);
  std::vector<ColumnSpec> columns(core.begin(), core.end());
  for (const CascadeEntry& entry : cascade())
    for (const ColumnSpec& spec : entry.process.adds)
      if (spec.entity == entity || (entity == Entity::traveller && spec.entity == Entity::cell))
        columns.push_back(spec);
  return columns;
}

Parameters::Parameters(Device& device, std::size_t sites, std::size_t cell_types) {
  for (const CascadeEntry& entry : cascade()) {
    const std::size_t structs = entry.process.per_site ? sites : 1;
    blocks_.push_back({std::vector(structs, std::vector<std::byte>(entry.process.params.bytes)),
                       std::vector<std::byte>(entry.process.cell_params.bytes * cell_types),
                       Buffer<std::byte>(device, entry.process.cell_params.bytes * cell_types,
                                         "parameters by cell type")});
  }
}

void Parameters::set(std::size_t process, const ParamSpec& spec, std::size_t index, double value) {
  spec.store(blocks_[process].per_site[index].data(), value);
}
void Parameters::set_cell(std::size_t process, const ParamSpec& spec, std::size_t cell_type,
                          double value) {
  spec.store(
      blocks_[process].per_type.data() + cell_type * cascade()[process].process.cell_params.bytes,
      value);
}
void Parameters::upload() {
  for (Block& block : blocks_)
    if (!block.per_type.empty()) block.on_device.copy_from_host(block.per_type);
}
const void* Parameters::of_site(std::size_t process, std::size_t site) const {
  return blocks_[process].per_site[site].data();
}
const void* Parameters::of_cells(std::size_t process) const {
  return blocks_[process].on_device.data();
}

std::uint32_t period_ticks(const CascadeEntry& entry, std::int64_t tick_us) {
  if (entry.period_s == 0) return 1;
  const std::int64_t period_us = static_cast<std::int64_t>(entry.period_s) * 1'000'000;
  if (period_us % tick_us == 0) return static_cast<std::uint32_t>(period_us / tick_us);
  throw std::invalid_argument(std::string("the period of ") + entry.process.name + " (" +
                              std::to_string(entry.period_s) +
                              " s) is not a whole number of ticks");
}

namespace {

void run(std::size_t p, const Process& process, Step& step, const Parameters& parameters) {
  if (!process.per_site)
    return process.run(parameters.of_site(p, 0), parameters.of_cells(p), step, nullptr);
  for (auto& site : step.state.sites)
    process.run(parameters.of_site(p, static_cast<std::size_t>(site->id.value)),
                parameters.of_cells(p), step, site.get());
}

std::size_t index_of(const char* name) {
  const auto& entries = cascade();
  std::size_t p = 0;
  while (std::string_view(entries.at(p).process.name) != name) ++p;
  return p;
}

bool on_lattice(const Parameters& parameters) {
  static const std::size_t p = index_of(model_process);
  const auto* params = static_cast<const lattice::RunParams*>(parameters.of_site(p, 0));
  return params->model == ModelKind::lattice;
}

void run_entry(std::size_t p, std::uint32_t every, Device& device, State& state,
               const Parameters& parameters, StepObserver* observer, const Room& room) {
  const Process& process = cascade()[p].process;
  Step step{device,
            state,
            process.id,
            state.tick,
            static_cast<double>(every) * static_cast<double>(state.tick_us) / 60e6,
            room};
  if (observer != nullptr) observer->before(process, state);
  run(p, process, step, parameters);
  if (observer != nullptr) observer->after(process, state);
}

/// Places in cascade() of the processes of the lattice model, in their order.
const std::vector<std::size_t>& lattice_steps() {
  static const std::vector<std::size_t> steps{
#define LATTICE(stage, name) index_of(#name),
#define SHARED(name) index_of(#name),
#include "kernels/lattice/cascade.def"
#undef LATTICE
#undef SHARED
  };
  return steps;
}

/// A process that runs in this tick, and every how many ticks it does.
struct Due {
  std::size_t process;
  std::uint32_t every;
};

std::vector<Due> due_now(const State& state, const Parameters& parameters) {
  std::vector<Due> due;
  if (on_lattice(parameters))
    for (const std::size_t p : lattice_steps()) due.push_back({p, 1});
  else
    for (std::size_t p = 0; p < tissue_processes(); ++p) {
      const std::uint32_t every = period_ticks(cascade()[p], state.tick_us);
      if (state.tick % every == 0) due.push_back({p, every});
    }
  return due;
}

/// What the host does between steps, so that it need not look at the state inside of one.
void prepare(Device& device, State& state, const std::vector<Due>& due, const Room& room) {
  const auto adds_rows = [](const Due& d) {
    const CascadeEntry& entry = cascade()[d.process];
    return entry.stage == Stage::resolve && entry.process.changes_rows;
  };
  if (std::any_of(due.begin(), due.end(), adds_rows)) resolve::make_room(device, state, room);
  circulation::connect_ports(state.body, state.vessels);
}

}  // namespace

std::size_t tissue_processes() { return cascade().size() - std::size(lattice_stages); }

const Room& room_of(const Parameters& parameters) {
  static constexpr Room in_tissue{};
  return on_lattice(parameters) ? room_on_a_lattice : in_tissue;
}

void advance(Device& device, State& state, const Parameters& parameters, StepObserver* observer) {
  advance(device, state, parameters, observer, room_of(parameters));
}

void advance(Device& device, State& state, const Parameters& parameters, StepObserver* observer,
             const Room& room) {
  const std::vector<Due> due = due_now(state, parameters);
  prepare(device, state, due, room);
  for (const Due& d : due) run_entry(d.process, d.every, device, state, parameters, observer, room);
  ++state.tick;
}

}  // namespace metastasim
