#include "host/io/checkpoint.hpp"

#include <fmt/format.h>

#include <set>

#include "host/input_error.hpp"
#include "host/io/durable.hpp"
#include "host/io/h5.hpp"
#include "host/io/io_error.hpp"

namespace metastasim {

namespace {

constexpr std::uint64_t format_number = 1;

std::string site_group(std::size_t number) { return fmt::format("{:04}", number); }

// ---- columns

void write_columns(hid_t group, const ColumnStore& store, std::size_t rows) {
  for (const auto& stored : store.columns()) {
    std::vector<std::byte> bytes(rows * size_of(stored.spec.element));
    stored.bytes.copy_to_host(bytes);
    h5::write(group, stored.spec.name, stored.spec.element, bytes);
  }
}

InputError other_columns(const std::string& group, const std::string& what) {
  return InputError(fmt::format(
      "the checkpoint's table '{}' {} (it was written by a program with other processes): go on "
      "with the program that wrote it, or start the run again with --force",
      group, what));
}

/// The file must hold exactly this program's columns: a silent default would be another answer.
void check_columns(hid_t group, const std::string& name, const ColumnStore& store) {
  const auto names = h5::members(group);
  std::set<std::string> extra(names.begin(), names.end());
  for (const auto& stored : store.columns()) {
    const ColumnSpec& spec = stored.spec;
    if (extra.erase(spec.name) == 0)
      throw other_columns(name, fmt::format("lacks the column {}", spec.name));
    if (h5::element_of(group, spec.name) != spec.element)
      throw other_columns(
          name, fmt::format("holds {} as {} where this program has {}", spec.name,
                            name_of(h5::element_of(group, spec.name)), name_of(spec.element)));
  }
  if (!extra.empty())
    throw other_columns(
        name, fmt::format("has a column {} that this program does not know", *extra.begin()));
}

void read_columns(hid_t group, ColumnStore& store, std::size_t rows) {
  for (auto& stored : store.columns()) {
    std::vector<std::byte> bytes(rows * size_of(stored.spec.element));
    h5::read(group, stored.spec.name, stored.spec.element, bytes);
    stored.bytes.copy_from_host(bytes);
  }
}

// ---- tables and fields

void write_table(hid_t parent, const std::string& name, const Table& table) {
  const auto group = h5::create_group(parent, name);
  const std::uint64_t rows = table.read_count();
  h5::write_attribute(group.id(), "rows", rows);
  write_columns(group.id(), table.columns(), rows);
}

void read_table(hid_t parent, const std::string& name, Table& table) {
  const auto group = h5::open_group(parent, name);
  check_columns(group.id(), name, table.columns());
  const auto rows = static_cast<std::uint32_t>(h5::read_u64(group.id(), "rows"));
  table.reserve(rows);
  read_columns(group.id(), table.columns(), rows);
  table.columns().fill_initial(rows, table.capacity());
  table.set_count(rows);
}

void write_fields(hid_t parent, const Fields& fields) {
  const auto group = h5::create_group(parent, "fields");
  write_columns(group.id(), fields.columns(), fields.columns().rows());
}

void read_fields(hid_t parent, Fields& fields) {
  const auto group = h5::open_group(parent, "fields");
  check_columns(group.id(), "fields", fields.columns());
  read_columns(group.id(), fields.columns(), fields.columns().rows());
}

// ---- sites

void write_site(hid_t sites, const Site& site) {
  const auto group = h5::create_group(sites, site_group(static_cast<std::size_t>(site.id.value)));
  h5::write_text(group.id(), "name", site.name);
  h5::write_attribute(group.id(), "nx", static_cast<std::int64_t>(site.grid.nx));
  h5::write_attribute(group.id(), "ny", static_cast<std::int64_t>(site.grid.ny));
  h5::write_attribute(group.id(), "nz", static_cast<std::int64_t>(site.grid.nz));
  h5::write_attribute(group.id(), "spacing_um", static_cast<double>(site.grid.spacing_um));
  write_table(group.id(), "cells", site.cells);
  write_fields(group.id(), site.fields);
}

void check_same_block(hid_t group, const Site& site) {
  const bool same =
      h5::read_text(group, "name") == site.name && h5::read_i64(group, "nx") == site.grid.nx &&
      h5::read_i64(group, "ny") == site.grid.ny && h5::read_i64(group, "nz") == site.grid.nz &&
      h5::read_f64(group, "spacing_um") == site.grid.spacing_um;
  if (!same)
    throw InputError("the checkpoint's site '" + h5::read_text(group, "name") +
                     "' is not the scenario's '" + site.name +
                     "' (name or grid differ): resume with the scenario that began it");
}

void read_site(hid_t sites, Site& site) {
  const auto group = h5::open_group(sites, site_group(static_cast<std::size_t>(site.id.value)));
  check_same_block(group.id(), site);
  read_table(group.id(), "cells", site.cells);
  read_fields(group.id(), site.fields);
}

void write_sites(hid_t file, const State& state) {
  const auto sites = h5::create_group(file, "sites");
  for (const auto& site : state.sites) write_site(sites.id(), *site);
}

void read_sites(hid_t file, State& state) {
  const auto sites = h5::open_group(file, "sites");
  if (h5::members(sites.id()).size() != state.sites.size())
    throw InputError("the checkpoint has another number of sites than the scenario");
  for (auto& site : state.sites) read_site(sites.id(), *site);
}

// ---- vessels and scalars

void write_vessels(hid_t file, const Vessels& vessels) {
  const auto group = h5::create_group(file, "vessels");
  write_table(group.id(), "segments", vessels.segments);
  write_table(group.id(), "nodes", vessels.nodes);
  h5::write(group.id(), "of_site", Element::u32, std::as_bytes(std::span(vessels.of_site)));
  h5::write_attribute(group.id(), "flow_is_stale",
                      static_cast<std::uint64_t>(vessels.flow_is_stale));
}

void read_vessels(hid_t file, Vessels& vessels) {
  const auto group = h5::open_group(file, "vessels");
  read_table(group.id(), "segments", vessels.segments);
  read_table(group.id(), "nodes", vessels.nodes);
  h5::read(group.id(), "of_site", Element::u32, std::as_writable_bytes(std::span(vessels.of_site)));
  vessels.flow_is_stale = h5::read_u64(group.id(), "flow_is_stale") != 0;
}

void write_clock(hid_t file, const State& state) {
  h5::write_attribute(file, "seed", state.seed);
  h5::write_attribute(file, "tick_us", state.tick_us);
  h5::write_attribute(file, "tick", static_cast<std::uint64_t>(state.tick));
  h5::write_attribute(file, "next_cell_id", state.next_cell_id);
  h5::write_attribute(file, "next_event", state.next_event);
}

void read_clock(hid_t file, State& state) {
  state.seed = h5::read_u64(file, "seed");
  state.tick_us = h5::read_i64(file, "tick_us");
  state.tick = static_cast<std::uint32_t>(h5::read_u64(file, "tick"));
  state.next_cell_id = h5::read_u64(file, "next_cell_id");
  state.next_event = h5::read_u64(file, "next_event");
}

// ---- notes

std::string lines_of(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& line : list) text += line + '\n';
  return text;
}

std::vector<std::string> list_of(const std::string& lines) {
  std::vector<std::string> list;
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = lines.find('\n', from);
    list.push_back(lines.substr(from, end - from));
    from = end + 1;
  }
  return list;
}

void write_notes(hid_t file, const CheckpointNotes& notes) {
  const auto group = h5::create_group(file, "notes");
  h5::write_text(group.id(), "scenario_path", notes.scenario_path);
  h5::write_text(group.id(), "scenario", notes.scenario_text);
  h5::write_text(group.id(), "overrides", lines_of(notes.overrides));
  h5::write_text(group.id(), "program", notes.program);
  h5::write_text(group.id(), "summary", notes.summary);
  h5::write_attribute(group.id(), "wall_s", notes.wall_s);
}

void write_content(const std::filesystem::path& path, const State& state,
                   const CheckpointNotes& notes) {
  auto file = h5::create_file(path);
  h5::write_attribute(file.id(), "format", format_number);
  write_clock(file.id(), state);
  write_sites(file.id(), state);
  write_vessels(file.id(), state.vessels);
  write_table(file.id(), "travellers", state.travellers);
  write_table(file.id(), "events", state.events);
  const auto counts = state.counters.to_host();
  h5::write(file.id(), "counters", Element::u64, std::as_bytes(std::span(counts)));
  write_notes(file.id(), notes);
  file.close(path.string());
}

/// Takes away what a failure left; after success there is nothing of that name.
struct Leftover {
  std::filesystem::path file;
  ~Leftover() {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
};

void check_format(hid_t file, const std::filesystem::path& path) {
  const std::uint64_t found = h5::read_u64(file, "format");
  if (found != format_number)
    throw InputError(
        fmt::format("{}: checkpoint format {}, this program reads {}: go "
                    "on with the program that wrote it",
                    path.string(), found, format_number));
}

}  // namespace

void write_checkpoint(const std::filesystem::path& file, const State& state,
                      const CheckpointNotes& notes) {
  const Leftover unfinished{durable::unfinished(file)};
  try {
    write_content(unfinished.file, state, notes);
  } catch (const IoError& error) {
    throw_io_error(file, "cannot write the checkpoint", error.what());
  }
  durable::seal(unfinished.file);
  durable::put_in_place(file);
}

void restore_checkpoint(const std::filesystem::path& path, State& state) {
  const auto file = h5::open_file(path);
  check_format(file.id(), path);
  read_clock(file.id(), state);
  read_sites(file.id(), state);
  read_vessels(file.id(), state.vessels);
  read_table(file.id(), "travellers", state.travellers);
  read_table(file.id(), "events", state.events);
  auto counts = state.counters.to_host();
  h5::read(file.id(), "counters", Element::u64, std::as_writable_bytes(std::span(counts)));
  state.counters.copy_from_host(counts);
}

CheckpointNotes read_checkpoint_notes(const std::filesystem::path& path) {
  const auto file = h5::open_file(path);
  check_format(file.id(), path);
  const auto group = h5::open_group(file.id(), "notes");
  CheckpointNotes notes;
  notes.scenario_path = h5::read_text(group.id(), "scenario_path");
  notes.scenario_text = h5::read_text(group.id(), "scenario");
  notes.overrides = list_of(h5::read_text(group.id(), "overrides"));
  notes.program = h5::read_text(group.id(), "program");
  notes.summary = h5::read_text(group.id(), "summary");
  notes.wall_s = h5::read_f64(group.id(), "wall_s");
  return notes;
}

}  // namespace metastasim
