#include "tests/support/bench.hpp"

#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "kernels/circulation/ports.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/resolve/make_room.hpp"
#include "kernels/state/field_columns.hpp"

namespace metastasim::testing {

namespace {

std::unique_ptr<Device> device_from_environment() {
  const char* asked = std::getenv("METASTASIM_TEST_DEVICE");
  const std::string name = asked == nullptr ? "cpu" : asked;
  if (name == "cpu") return std::make_unique<Device>(Place::host);
  if (name == "guard") return std::make_unique<Device>(Place::guard);
  if (name.starts_with("cuda"))
    return std::make_unique<Device>(Place::cuda, name.size() > 5 ? std::stoi(name.substr(5)) : 0);
  throw std::invalid_argument("METASTASIM_TEST_DEVICE=" + name + " (write cpu, guard or cuda:N)");
}

template <class Set>
void set_defaults(const std::vector<ParamSpec>& specs, std::size_t count, const Set& set) {
  for (const ParamSpec& spec : specs)
    for (std::size_t i = 0; i < count; ++i)
      if (!std::isnan(spec.value.mouse)) set(spec, i, spec.value.mouse);
}

}  // namespace

Device& device() {
  static const std::unique_ptr<Device> one = device_from_environment();
  return *one;
}

Parameters default_parameters(std::size_t sites, std::size_t cell_types) {
  Parameters parameters(device(), sites, cell_types);
  const auto& entries = cascade();
  for (std::size_t p = 0; p < entries.size(); ++p) {
    const Process& process = entries[p].process;
    set_defaults(process.params.specs, process.per_site ? sites : 1,
                 [&](auto& spec, std::size_t i, double v) { parameters.set(p, spec, i, v); });
    set_defaults(process.cell_params.specs, cell_types,
                 [&](auto& spec, std::size_t i, double v) { parameters.set_cell(p, spec, i, v); });
  }
  parameters.upload();
  return parameters;
}

State box(int n, float spacing_um) {
  State state = make_state(device(), 1, 6'000'000);
  add_site(state, device(), "box", Grid{n, n, n, spacing_um});
  return state;
}

void place(State& state, Site& site, const std::vector<PlacedCell>& cells) {
  const std::uint32_t first = site.cells.append(static_cast<std::uint32_t>(cells.size()));
  std::vector<std::uint64_t> id;
  std::vector<std::int32_t> x, y, z;
  std::vector<float> radius;
  std::vector<std::uint8_t> kind, type;
  std::uint64_t next = state.next_cell_id.take(cells.size());
  for (const PlacedCell& c : cells) {
    id.push_back(next++);
    x.push_back(to_fixed(c.x_um));
    y.push_back(to_fixed(c.y_um));
    z.push_back(to_fixed(c.z_um));
    radius.push_back(c.radius_um);
    kind.push_back(static_cast<std::uint8_t>(c.kind));
    type.push_back(c.type);
  }
  const auto set = [&](const auto& column, const auto& values) {
    site.cells.from_host(column, std::span(values), first);
  };
  set(cell::id, id);
  set(cell::x, x);
  set(cell::y, y);
  set(cell::z, z);
  set(cell::radius, radius);
  set(cell::kind, kind);
  set(cell::type, type);
}

void set_phenotype(Site& site, Phenotype phenotype) {
  const float score = phenotype == Phenotype::epithelial ? 0.0f
                      : phenotype == Phenotype::partial  ? 0.5f
                                                         : 1.0f;
  const std::vector<float> scores(site.cells.capacity(), score);
  const std::vector<std::uint8_t> names(scores.size(), static_cast<std::uint8_t>(phenotype));
  site.cells.from_host(emt::score, std::span<const float>(scores));
  site.cells.from_host(cell::phenotype, std::span<const std::uint8_t>(names));
}

void set_matrix(Site& site, float left) {
  const std::vector<float> all(static_cast<std::size_t>(site.grid.voxels()), left);
  site.fields.from_host(field::ecm, std::span<const float>(all));
}

std::size_t process_index(const char* name) {
  const auto& entries = cascade();
  for (std::size_t p = 0; p < entries.size(); ++p)
    if (std::string(entries[p].process.name) == name) return p;
  throw std::invalid_argument(std::string("no process '") + name + "' in cascade.def");
}

void run_once(State& state, const Parameters& parameters, const char* name, double dt_min,
              const Room& room) {
  const std::size_t p = process_index(name);
  const Process& process = cascade()[p].process;
  if (process.changes_rows) resolve::make_room(device(), state, room);
  circulation::connect_ports(state.body, state.vessels);
  Step step{device(), state, process.id, state.tick, dt_min, room};
  if (!process.per_site)
    process.run(parameters.of_site(p, 0), parameters.of_cells(p), step, nullptr);
  else
    for (std::size_t s = 0; s < state.sites.size(); ++s)
      process.run(parameters.of_site(p, s), parameters.of_cells(p), step, state.sites[s].get());
  ++state.tick;
}

}  // namespace metastasim::testing
