#include "host/io/checkpoint.hpp"

#include <fmt/format.h>

#include "host/input_error.hpp"
#include "host/io/column_file.hpp"
#include "host/io/durable.hpp"
#include "kernels/state/events.hpp"

namespace metastasim {

namespace {

using hdf5::Access;
using hdf5::File;

constexpr std::uint64_t format_number = 1;

std::string place_of(const Site& site) { return fmt::format("/sites/{:04}", site.id.value); }

// ---- sites

void write_site(File& file, const Site& site) {
  const std::string place = place_of(site);
  file.create_group(place);
  file.write_text(place + "/name", site.name);
  file.write(place + "/voxels",
             std::vector<std::int32_t>{site.grid.nx, site.grid.ny, site.grid.nz});
  file.write(place + "/spacing_um", std::vector<float>{site.grid.spacing_um});
  write_table(file, place + "/cells", site.cells);
  write_columns(file, place + "/fields", site.fields.columns(), site.fields.columns().rows());
}

void check_same_block(const File& file, const Site& site) {
  const std::string place = place_of(site);
  const std::string name = file.read_texts(place + "/name").at(0);
  const std::vector<std::int32_t> voxels{site.grid.nx, site.grid.ny, site.grid.nz};
  if (name != site.name || file.read<std::int32_t>(place + "/voxels") != voxels ||
      file.read<float>(place + "/spacing_um").at(0) != site.grid.spacing_um)
    throw InputError("the checkpoint's site '" + name + "' is not the scenario's '" + site.name +
                     "' (name or grid differ): resume with the scenario that began it");
}

void read_site(const File& file, Site& site) {
  check_same_block(file, site);
  read_table(file, place_of(site) + "/cells", site.cells);
  read_columns(file, place_of(site) + "/fields", site.fields.columns(),
               site.fields.columns().rows());
  site.workspace.clear();
}

void write_sites(File& file, const std::vector<std::unique_ptr<Site>>& sites) {
  file.create_group("/sites");
  for (const auto& site : sites) write_site(file, *site);
}

void read_sites(const File& file, std::vector<std::unique_ptr<Site>>& sites) {
  if (file.children("/sites").size() != sites.size())
    throw InputError(
        fmt::format("the checkpoint has {} sites, the scenario {}: resume with the "
                    "scenario that began it",
                    file.children("/sites").size(), sites.size()));
  for (auto& site : sites) read_site(file, *site);
}

// ---- vessels and clock

void write_vessels(File& file, const Vessels& vessels) {
  file.create_group("/vessels");
  write_table(file, "/vessels/segments", vessels.segments);
  write_table(file, "/vessels/nodes", vessels.nodes);
  std::vector<std::uint32_t> ranges;
  for (const VesselRange& range : vessels.of_site)
    ranges.insert(ranges.end(),
                  {range.first_segment, range.segments, range.first_node, range.nodes});
  file.write("/vessels/of_site", ranges);
  file.write("/vessels/flow_is_stale", std::vector<std::uint8_t>{vessels.flow_is_stale});
}

void read_vessels(const File& file, Vessels& vessels) {
  read_table(file, "/vessels/segments", vessels.segments);
  read_table(file, "/vessels/nodes", vessels.nodes);
  const auto ranges = file.read<std::uint32_t>("/vessels/of_site");
  for (std::size_t site = 0; site < vessels.of_site.size(); ++site)
    vessels.of_site[site] = {ranges.at(4 * site), ranges.at(4 * site + 1), ranges.at(4 * site + 2),
                             ranges.at(4 * site + 3)};
  vessels.flow_is_stale = file.read<std::uint8_t>("/vessels/flow_is_stale").at(0) != 0;
}

std::uint64_t number_of(const RunningNumber& number) { return number.read(); }
template <class T>
T number_of(T number) {
  return number;
}
void set_number(RunningNumber& to, std::uint64_t number) { to.set(number); }
template <class T>
void set_number(T& to, T number) {
  to = number;
}

/// The numbers of the state that are no table; a reader finds them by name.
template <class S, class F>
void for_each_clock_number(S& state, const F& f) {
  f("/clock/seed", state.seed);
  f("/clock/tick_us", state.tick_us);
  f("/clock/tick", state.tick);
  f("/clock/next_cell_id", state.next_cell_id);
  f("/clock/next_event", state.next_event);
  f("/clock/next_entry", state.next_entry);
}

void write_clock(File& file, const State& state) {
  file.create_group("/clock");
  for_each_clock_number(state, [&](const char* name, const auto& value) {
    file.write(name, std::vector{number_of(value)});
  });
}

void read_clock(const File& file, State& state) {
  for_each_clock_number(state, [&](const char* name, auto& value) {
    set_number(value, file.read<decltype(number_of(value))>(name).at(0));
  });
}

// ---- notes

void write_notes(File& file, const CheckpointNotes& notes) {
  file.create_group("/notes");
  file.write_text("/notes/scenario_path", notes.scenario_path);
  file.write_text("/notes/scenario", notes.scenario_text);
  file.write_texts("/notes/overrides", notes.overrides);
  file.write_text("/notes/program", notes.program);
  file.write_text("/notes/summary", notes.summary);
  file.write("/notes/wall_s", std::vector<double>{notes.wall_s});
}

void write_content(const std::filesystem::path& path, const State& state,
                   const CheckpointNotes& notes) {
  // A new member of State does not compile here until somebody has decided where it belongs. The
  // body, the kinds of cells and the interventions follow from the scenario.
  const auto& [seed, tick_us, tick, next_cell_id, next_event, next_entry, sites, vessels,
               travellers, body, kind_of_type, interventions, events, counters] = state;
  File file(path, Access::create);
  file.write("/format", std::vector<std::uint64_t>{format_number});
  write_clock(file, state);
  write_sites(file, sites);
  write_vessels(file, vessels);
  write_table(file, "/travellers", travellers);
  write_table(file, "/events", events);
  file.write("/counters", counters.to_host());
  write_notes(file, notes);
  file.close();
}

/// Takes away what a failure left, now or in an earlier program; after success there is nothing of
/// that name.
struct Leftover {
  std::filesystem::path file;
  explicit Leftover(std::filesystem::path name) : file(std::move(name)) { remove(); }
  ~Leftover() { remove(); }

 private:
  void remove() const {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
};

File open_checkpoint(const std::filesystem::path& path) {
  File file(path, Access::read);
  const std::uint64_t found = file.read<std::uint64_t>("/format").at(0);
  if (found != format_number)
    throw InputError(
        fmt::format("{}: checkpoint format {}, this program reads {}: go on with the "
                    "program that wrote it",
                    path.string(), found, format_number));
  return file;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const State& state,
                      const CheckpointNotes& notes) {
  const Leftover unfinished(durable::unfinished(file));
  write_content(unfinished.file, state, notes);
  durable::seal(unfinished.file);
  durable::put_in_place(file);
}

void restore_checkpoint(const std::filesystem::path& path, State& state) {
  const File file = open_checkpoint(path);
  read_sites(file, state.sites);
  read_clock(file, state);
  read_vessels(file, state.vessels);
  read_table(file, "/travellers", state.travellers);
  read_table(file, "/events", state.events);
  state.counters.copy_from_host(file.read<std::uint64_t>("/counters"));
}

CheckpointDiary read_checkpoint_diary(const std::filesystem::path& path) {
  const File file = open_checkpoint(path);
  return {file.read<std::uint32_t>("/clock/tick").at(0),
          file.read<std::int64_t>("/clock/tick_us").at(0),
          event_rows([&]<class T>(const Column<T>& column) {
            return file.read<T>(std::string("/events/") + column.name);
          })};
}

CheckpointNotes read_checkpoint_notes(const std::filesystem::path& path) {
  const File file = open_checkpoint(path);
  CheckpointNotes notes;
  notes.scenario_path = file.read_texts("/notes/scenario_path").at(0);
  notes.scenario_text = file.read_texts("/notes/scenario").at(0);
  notes.overrides = file.read_texts("/notes/overrides");
  notes.program = file.read_texts("/notes/program").at(0);
  notes.summary = file.read_texts("/notes/summary").at(0);
  notes.wall_s = file.read<double>("/notes/wall_s").at(0);
  return notes;
}

}  // namespace metastasim
