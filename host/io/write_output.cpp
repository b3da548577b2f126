#include "host/io/write_output.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <stdexcept>

#include "host/input_error.hpp"
#include "host/io/reach.hpp"
#include "kernels/cascade.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/field_columns.hpp"

namespace metastasim {

namespace {

using Names = std::vector<std::string>;
using Rows = std::vector<std::uint32_t>;

bool contains(const Names& names, const char* name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
bool wanted(const ColumnSpec& column, const Names& names, const Names& always) {
  return contains(always, column.name) ||
         (names.empty() ? column.output : contains(names, column.name));
}

void check_names(const Names& names, std::initializer_list<const ColumnStore*> stores) {
  for (const std::string& name : names) {
    const bool known = std::any_of(stores.begin(), stores.end(), [&](const ColumnStore* store) {
      return store->find_or_null(name_key(name.c_str())) != nullptr;
    });
    if (!known)
      throw InputError("[output]: nothing in this run is named \"" + name +
                       "\"; see metastasim explain output");
  }
}

/// The values of `rows` as one of the types that every reader takes.
template <class To, class From>
hdf5::Values picked(const ColumnStore& store, const ColumnSpec& column, const Rows& rows) {
  const std::vector<From> all = store.to_host(Column<From>{column});
  std::vector<To> out(rows.size());
  std::transform(rows.begin(), rows.end(), out.begin(),
                 [&](std::uint32_t row) { return static_cast<To>(all[row]); });
  return out;
}
hdf5::Values values_of(const ColumnStore& store, const ColumnSpec& column, const Rows& rows) {
  switch (column.element) {
    case Element::f32:
      return picked<float, float>(store, column, rows);
    case Element::u8:
      return picked<std::int32_t, std::uint8_t>(store, column, rows);
    case Element::i32:
      return picked<std::int32_t, std::int32_t>(store, column, rows);
    case Element::u32:
      return picked<std::int64_t, std::uint32_t>(store, column, rows);
    case Element::i64:
      return picked<std::int64_t, std::int64_t>(store, column, rows);
    case Element::u64:
      return picked<std::int64_t, std::uint64_t>(store, column, rows);
  }
  throw std::logic_error("a column of unknown type");
}

std::vector<Array> arrays_of(const ColumnStore& store, const Rows& rows, const Names& names,
                             const Names& always, const Names& never = {}) {
  std::vector<Array> out;
  for (const auto& stored : store.columns())
    if (wanted(stored.spec, names, always) && !contains(never, stored.spec.name))
      out.push_back({stored.spec.name, stored.spec.unit, values_of(store, stored.spec, rows), 1,
                     stored.spec.meaning});
  return out;
}

/// Rows first .. first + count - 1 in the order of their identity.
Rows by_identity(const std::vector<std::uint64_t>& id, std::uint32_t first, std::uint32_t count) {
  Rows rows(count);
  std::iota(rows.begin(), rows.end(), first);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return id[a] < id[b]; });
  return rows;
}

struct FixedPositions {
  std::vector<std::int32_t> x, y, z;
};
std::vector<float> points_um(const FixedPositions& at, const Rows& rows,
                             const std::array<double, 3>& origin_um) {
  const auto um = [](std::int32_t fixed, double origin) {
    return static_cast<float>(fixed / static_cast<double>(units_per_um) + origin);
  };
  std::vector<float> out;
  out.reserve(3 * rows.size());
  for (const std::uint32_t row : rows)
    out.insert(out.end(), {um(at.x[row], origin_um[0]), um(at.y[row], origin_um[1]),
                           um(at.z[row], origin_um[2])});
  return out;
}

std::vector<std::int64_t> counted(std::size_t n) {
  std::vector<std::int64_t> out(n);
  std::iota(out.begin(), out.end(), 0);
  return out;
}

/// Values without ghosts are numbered as Grid::number does; these are their rows in the store.
Rows voxel_rows(const Grid& grid) {
  Rows rows;
  rows.reserve(static_cast<std::size_t>(grid.voxels()));
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x)
        rows.push_back(static_cast<std::uint32_t>(grid.at(x, y, z)));
  return rows;
}

ImageData fields_of(const Site& site, const OutputSpec& spec) {
  const ColumnStore& store = site.fields.columns();
  check_names(spec.fields, {&store});
  const Grid& grid = site.grid;
  return {{grid.nx, grid.ny, grid.nz},
          {grid.spacing_um, grid.spacing_um, grid.spacing_um},
          arrays_of(store, voxel_rows(grid), spec.fields, {})};
}

PolyData cells_of(const Site& site, const OutputSpec& spec,
                  const std::array<double, 3>& origin_um) {
  const Table& cells = site.cells;
  check_names(spec.cells, {&cells.columns()});
  const Rows rows = by_identity(cells.to_host(cell::id), 0, cells.read_count());
  const FixedPositions at{cells.to_host(cell::x), cells.to_host(cell::y), cells.to_host(cell::z)};
  return {Topology::vertices,
          points_um(at, rows, origin_um),
          counted(rows.size()),
          arrays_of(cells.columns(), rows, spec.cells,
                    {cell::id.name, cell::radius.name, cell::kind.name}),
          {}};
}

/// Both ends of each segment, so that a tube has its segment's radius all along: sharing a node
/// would mean an average.
Rows both_ends(const Vessels& vessels, const Rows& segments) {
  const auto from = vessels.segments.to_host(segment::from),
             to = vessels.segments.to_host(segment::to);
  Rows nodes;
  nodes.reserve(2 * segments.size());
  for (const std::uint32_t row : segments) {
    nodes.push_back(static_cast<std::uint32_t>(from[row]));
    nodes.push_back(static_cast<std::uint32_t>(to[row]));
  }
  return nodes;
}

Rows each_twice(const Rows& rows) {
  Rows out;
  for (const std::uint32_t row : rows) out.insert(out.end(), {row, row});
  return out;
}

std::vector<Array> end_arrays(const Vessels& vessels, const Rows& segments, const Rows& ends,
                              const Names& names) {
  std::vector<Array> out =
      arrays_of(vessels.nodes.columns(), ends, names, {node::pressure.name}, {node::id.name});
  const ColumnSpec& radius = segment::radius;
  out.push_back({radius.name, radius.unit,
                 values_of(vessels.segments.columns(), radius, each_twice(segments)), 1,
                 radius.meaning});
  return out;
}

PolyData vessels_of(const Vessels& vessels, const VesselRange& range, const OutputSpec& spec,
                    const std::array<double, 3>& origin_um) {
  check_names(spec.vessels, {&vessels.segments.columns(), &vessels.nodes.columns()});
  const Rows segments =
      by_identity(vessels.segments.to_host(segment::id), range.first_segment, range.segments);
  const Rows ends = both_ends(vessels, segments);
  const FixedPositions at{vessels.nodes.to_host(node::x), vessels.nodes.to_host(node::y),
                          vessels.nodes.to_host(node::z)};
  return {
      Topology::lines, points_um(at, ends, origin_um), counted(ends.size()),
      end_arrays(vessels, segments, ends, spec.vessels),
      arrays_of(vessels.segments.columns(), segments, spec.vessels,
                {segment::id.name, segment::kind.name},
                {segment::radius.name, segment::from.name, segment::to.name, segment::site.name})};
}

/// '/' and '.' are not allowed in names of blocks; anything but letters, digits, '_' and '-' is
/// asking for trouble.
std::string block_name(std::string site) {
  for (char& c : site)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') c = '_';
  return site;
}

double mean(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(std::max<std::size_t>(values.size(), 1));
}

void add_membrane(const Site& site, std::vector<SeriesValue>& out) {
  const invasion::MembraneArea membrane = invasion::membrane_area(site.fields);
  if (membrane.laid_um2 > 0) out.push_back({membrane_column(site), membrane.breached_um2, "um2"});
}

void add_site_series(const Site& site, std::vector<SeriesValue>& out) {
  const std::string name = block_name(site.name);
  const auto phenotype = site.cells.to_host(cell::phenotype);
  const auto count = [&](Phenotype wanted) {
    return static_cast<double>(std::ranges::count(phenotype, static_cast<std::uint8_t>(wanted)));
  };
  out.push_back({"cells_" + name, static_cast<double>(std::ranges::count_if(
                                      site.cells.to_host(cell::kind), is_tumour))});
  out.push_back({"partial_" + name, count(Phenotype::partial)});
  out.push_back({"mesenchymal_" + name, count(Phenotype::mesenchymal)});
  out.push_back({"reach_" + name, reach_um(site.cells), "um"});
  out.push_back(
      {"oxygen_mean_" + name, mean(site.fields.to_host(field::oxygen)), field::oxygen.unit});
  add_membrane(site, out);
}

std::vector<SeriesValue> series_of(const State& state) {
  std::vector<SeriesValue> out;
  for (const auto& site : state.sites) add_site_series(*site, out);
  out.push_back({"travellers", static_cast<double>(state.travellers.read_count())});
  const std::vector<std::uint64_t> counts = state.counters.to_host();
  for (std::size_t i = 0; i < counts.size(); ++i)
    out.push_back({count_names[i], static_cast<double>(counts[i])});
  return out;
}

std::vector<EventRow> events_of(const Table& events) {
  std::vector<EventRow> rows = event_rows(events);
  std::sort(rows.begin(), rows.end(),
            [](const EventRow& a, const EventRow& b) { return a.number < b.number; });
  return rows;
}

}  // namespace

std::size_t output_bytes(Entity entity, const Names& names) {
  std::size_t bytes = 0;
  for (const ColumnSpec& column : columns_of(entity))
    if (wanted(column, names, {}))  // types that every reader takes: see values_of
      bytes += column.element == Element::u32 || size_of(column.element) == 8 ? 8 : 4;
  return bytes;
}

std::string membrane_column(const Site& site) {
  return "membrane_breached_" + block_name(site.name);
}

Output gather_output(const State& state, const OutputSpec& spec) {
  Output out{state.tick, state.time_min(), {}, series_of(state), events_of(state.events)};
  std::array<double, 3> origin_um{};
  for (const auto& site : state.sites) {
    const std::string name = block_name(site->name);
    const VesselRange& range = state.vessels.of_site[static_cast<std::size_t>(site->id.value)];
    out.blocks.push_back({name + "_fields", origin_um, fields_of(*site, spec)});
    out.blocks.push_back({name + "_cells", origin_um, cells_of(*site, spec, origin_um)});
    out.blocks.push_back(
        {name + "_vessels", origin_um, vessels_of(state.vessels, range, spec, origin_um)});
    origin_um[0] += 1.25 * site->grid.nx * static_cast<double>(site->grid.spacing_um);
  }
  return out;
}

void write_output(RunFile& run, const State& state, const OutputSpec& spec,
                  std::span<const SeriesValue> more) {
  Output output = gather_output(state, spec);
  for (const SeriesValue& value : more)
    std::erase_if(output.series, [&](const SeriesValue& own) { return own.name == value.name; });
  output.series.insert(output.series.end(), more.begin(), more.end());
  run.append(output);
}

}  // namespace metastasim
