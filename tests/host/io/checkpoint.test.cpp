#include "host/io/checkpoint.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "host/input_error.hpp"
#include "host/io/durable.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

/// Fills every column of a store with bits of all kinds, NaN payloads and negative zeros included.
void scribble(ColumnStore& store, std::mt19937_64& random) {
  for (auto& stored : store.columns()) {
    std::vector<std::byte> bytes(stored.bytes.size());
    for (std::byte& b : bytes) b = static_cast<std::byte>(random());
    stored.bytes.copy_from_host(bytes);
  }
}

void scribble(Table& table, std::uint32_t rows, std::mt19937_64& random) {
  table.append(rows);
  scribble(table.columns(), random);
}

/// Two blocks and every table full of random bits.
State full_state(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  State state = testing::box(8);
  add_site(state, testing::device(), "lung", Grid{16, 8, 8, 20});
  state.seed = random();
  state.tick = 1234;
  state.next_cell_id.set(random());
  state.next_event.set(random());
  state.next_entry.set(random());
  for (auto& site : state.sites) {
    scribble(site->cells, 100, random);
    scribble(site->fields.columns(), random);
  }
  scribble(state.vessels.segments, 20, random);
  scribble(state.vessels.nodes, 30, random);
  scribble(state.travellers, 7, random);
  scribble(state.events, 70, random);
  state.vessels.of_site = {{0, 12, 0, 20}, {12, 8, 20, 10}};
  state.vessels.flow_is_stale = false;
  state.counters.copy_from_host(
      std::vector<std::uint64_t>(static_cast<std::size_t>(Count::size), random()));
  return state;
}

State empty_state() {
  State state = testing::box(8);
  add_site(state, testing::device(), "lung", Grid{16, 8, 8, 20});
  return state;
}

void expect_same(const ColumnStore& a, const ColumnStore& b, std::size_t rows) {
  ASSERT_EQ(a.columns().size(), b.columns().size());
  for (std::size_t c = 0; c < a.columns().size(); ++c) {
    const std::size_t bytes = rows * size_of(a.columns()[c].spec.element);
    auto left = a.columns()[c].bytes.to_host(), right = b.columns()[c].bytes.to_host();
    EXPECT_EQ(std::memcmp(left.data(), right.data(), bytes), 0) << a.columns()[c].spec.name;
  }
}

void expect_same(const Table& a, const Table& b) {
  ASSERT_EQ(a.read_count(), b.read_count());
  expect_same(a.columns(), b.columns(), a.read_count());
}

TEST(Checkpoint, GivesEveryBitBack) {
  const testing::Scratch folder;
  const State before = full_state(1);
  write_checkpoint(folder.path() / "a.h5", before, {});
  State after = empty_state();
  restore_checkpoint(folder.path() / "a.h5", after);
  EXPECT_EQ(fingerprint(after), fingerprint(before));
  for (std::size_t s = 0; s < 2; ++s) {
    expect_same(after.sites[s]->cells, before.sites[s]->cells);
    const ColumnStore& fields = before.sites[s]->fields.columns();
    expect_same(after.sites[s]->fields.columns(), fields, fields.rows());
  }
  expect_same(after.vessels.segments, before.vessels.segments);
  expect_same(after.vessels.nodes, before.vessels.nodes);
  expect_same(after.travellers, before.travellers);
  expect_same(after.events, before.events);
  EXPECT_EQ(after.counters.to_host(), before.counters.to_host());
  EXPECT_EQ(after.vessels.of_site[1].first_segment, 12u);
  EXPECT_FALSE(after.vessels.flow_is_stale);
}

TEST(Checkpoint, OfEqualStatesIsTheSameFile) {
  const testing::Scratch folder;
  write_checkpoint(folder.path() / "a.h5", full_state(1), {});
  write_checkpoint(folder.path() / "b.h5", full_state(1), {});
  EXPECT_EQ(durable::read(folder.path() / "a.h5"), durable::read(folder.path() / "b.h5"));
}

TEST(Checkpoint, ReplacesAStateWithMoreRows) {
  const testing::Scratch folder;
  const State before = testing::box(8);
  write_checkpoint(folder.path() / "a.h5", before, {});
  State after = testing::box(8);
  testing::place(after, *after.sites[0], std::vector<testing::PlacedCell>(200, {1, 2, 3}));
  restore_checkpoint(folder.path() / "a.h5", after);
  EXPECT_EQ(after.sites[0]->cells.read_count(), 0u);
  EXPECT_EQ(fingerprint(after), fingerprint(before));
}

TEST(Checkpoint, KeepsItsNotes) {
  const testing::Scratch folder;
  const CheckpointNotes notes{
      "mine.toml", "seed = 1\n\xC2\xB5m", {"seed=2", "a=\"b = c\""}, "0.1.0 (abc)",
      12.5,        "{\"x\": 1}"};
  write_checkpoint(folder.path() / "a.h5", testing::box(8), notes);
  const CheckpointNotes read = read_checkpoint_notes(folder.path() / "a.h5");
  EXPECT_EQ(read.scenario_path, notes.scenario_path);
  EXPECT_EQ(read.scenario_text, notes.scenario_text);
  EXPECT_EQ(read.overrides, notes.overrides);
  EXPECT_EQ(read.program, notes.program);
  EXPECT_EQ(read.wall_s, notes.wall_s);
  EXPECT_EQ(read.summary, notes.summary);
}

TEST(Checkpoint, RefusesAnotherGridAndSaysWhichSite) {
  const testing::Scratch folder;
  write_checkpoint(folder.path() / "a.h5", testing::box(8), {});
  State other = testing::box(16);
  try {
    restore_checkpoint(folder.path() / "a.h5", other);
    FAIL() << "a block of another size was accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("site 'box'"), std::string::npos);
  }
}

State with_cell_columns(std::vector<ColumnSpec> columns) {
  State state = testing::box(8);
  state.sites[0]->cells = Table(testing::device(), Entity::cell, columns);
  return state;
}

std::string refusal(const std::filesystem::path& file, State state) {
  try {
    restore_checkpoint(file, state);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Checkpoint, RefusesColumnsOfAnotherProgramByName) {
  const testing::Scratch folder;
  const auto file = folder.path() / "a.h5";
  write_checkpoint(file, with_cell_columns({cell::id, cell::radius}), {});
  const auto doses = cell_column<float>("dose", "1", "a column that the file lacks");
  const auto radius = cell_column<std::uint32_t>("radius", "um", "a column of another type");
  EXPECT_NE(refusal(file, with_cell_columns({cell::id, cell::radius, doses})).find("dose"),
            std::string::npos);
  EXPECT_NE(refusal(file, with_cell_columns({cell::id})).find("radius"), std::string::npos);
  EXPECT_NE(refusal(file, with_cell_columns({cell::id, radius})).find("as u32"), std::string::npos);
}

}  // namespace
}  // namespace metastasim
