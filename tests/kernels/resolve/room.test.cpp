#include "kernels/state/room.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <span>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/resolve/make_room.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/network.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr Room for_three{.least = 3, .one_in = 1'000'000};

/// A row of cells, in a colony so that the diary tells of them, which all want to divide; stored in
/// reverse order.
State dividing(std::size_t n) {
  State state = testing::box();
  std::vector<testing::PlacedCell> placed;
  for (std::size_t i = 0; i < n; ++i)
    placed.push_back({5.0f * static_cast<float>(i + 1), 100, 100});
  testing::place(state, *state.sites[0], placed);
  Table& cells = state.sites[0]->cells;
  std::vector<std::uint64_t> id(n);
  std::iota(id.begin(), id.end(), 1u);
  cells.from_host(cell::founder, std::span<const std::uint64_t>(id));
  std::reverse(id.begin(), id.end());
  cells.from_host(cell::id, std::span<const std::uint64_t>(id));
  const std::vector<std::uint8_t> intent(n, static_cast<std::uint8_t>(Intent::divide));
  cells.from_host(cell::intent, std::span<const std::uint8_t>(intent));
  return state;
}

void resolve(State& state, const Room& room) {
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1, room);
}

std::vector<std::uint64_t> mothers(const State& state) {
  auto out = state.sites[0]->cells.to_host(cell::mother);
  std::erase(out, 0u);
  return out;
}

TEST(Room, WhoFindsNoneWaitsAndTheFirstInLineageComeFirst) {
  State state = dividing(20);
  std::vector<std::uint64_t> expected;
  for (std::uint64_t divided = 3; divided < 20; divided += 3) {
    resolve(state, for_three);
    for (std::uint64_t id = divided - 2; id <= divided; ++id) expected.push_back(id);
    EXPECT_EQ(mothers(state), expected);
    EXPECT_EQ(state.events.to_host(event::cell_id), expected) << "told of those who divided alone";
  }
  resolve(state, for_three);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 40u);
  EXPECT_EQ(state.next_cell_id.read(), 41u);
  resolve(state, for_three);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 40u) << "nobody is left behind";
}

TEST(Room, IsTheSameWhateverTheCapacity) {
  State exact = dividing(20), ample = dividing(20), vast = dividing(20);
  ample.sites[0]->cells.reserve(35);
  ample.travellers.reserve(90);
  vast.sites[0]->cells.reserve(100000);
  vast.events.reserve(100000);
  for (int i = 0; i < 8; ++i) {
    for (State* state : {&exact, &ample, &vast}) resolve(*state, for_three);
    EXPECT_EQ(fingerprint(exact), fingerprint(ample)) << i;
    EXPECT_EQ(fingerprint(exact), fingerprint(vast)) << i;
  }
}

TEST(Room, LetsSmallTablesDoubleAndLatticesAlways) {
  for (const std::uint32_t n : {1u, 50u, 1000u, 4096u}) EXPECT_GE(Room{}.for_more(n, 0), n);
  for (const std::uint32_t n : {0u, 4096u, 100'000u, 50'000'000u}) {
    EXPECT_GE(Room{}.for_more(n, 0), n / 8);
    EXPECT_GE(room_on_a_lattice.for_more(n, 0), n) << "all divide";
    EXPECT_GE(room_on_a_lattice.for_more(0, n), n) << "all cross";
  }
}

TEST(Room, FollowsTheCountUpAndDown) {
  State state = testing::box();
  Table& cells = state.sites[0]->cells;
  const auto capacity_for = [&](std::uint32_t n) {
    cells.reserve(n);
    cells.set_count(n);
    resolve::make_room(testing::device(), state, Room{});
    return cells.capacity();
  };
  for (const std::uint32_t n : {50'000u, 100'000u, 101'000u, 400'000u}) {
    EXPECT_GE(capacity_for(n), n + n / 8);
    EXPECT_LE(capacity_for(n), n + n / 4 + n / 8) << "1.25 of what it has grown to";
  }
  EXPECT_LT(capacity_for(1000), 7000u) << "cost follows the living";
  EXPECT_GE(state.events.capacity(), 2000u) << "each cell can cross a membrane and die";
}

/// Two vessels that immune cells come out of.
State calling() {
  State state = testing::box();
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 160, 160}, {320, 160, 160}, {0, 60, 60}, {320, 60, 60}},
                       {{0, 1, 10, 1}, {2, 3, 10, 1}});
  const std::vector<float> all(static_cast<std::size_t>(site.grid.voxels()), 1.0f);
  site.fields.from_host(immunity::signal, std::span<const float>(all));
  return state;
}

std::uint64_t waiting(const State& state) {
  const auto n = state.vessels.segments.to_host(immunity::arrivals);
  return std::accumulate(n.begin(), n.end(), std::uint64_t{0});
}

TEST(Room, ImmuneCellsWaitInTheirVessels) {
  Parameters parameters = testing::default_parameters(1, 2);
  testing::set_cell_parameter(parameters, "cell.*.immune.arrivals", 80, 1);
  testing::set_cell_parameter(parameters, "cell.*.diameter", 8, 1);
  State all = calling(), few = calling();
  bool some_waited = false;
  for (int i = 0; i < 100; ++i) {
    for (const char* process : {"immune_recruitment", "resolve_intents"}) {
      testing::run_once(all, parameters, process, 1);
      testing::run_once(few, parameters, process, 1, for_three);
      --all.tick, --few.tick;
    }
    ++all.tick, ++few.tick;
    const std::uint32_t arrived = few.sites[0]->cells.read_count();
    EXPECT_EQ(arrived + waiting(few), all.sites[0]->cells.read_count()) << i;
    some_waited = some_waited || waiting(few) > 0;
    EXPECT_LE(arrived, 3u * static_cast<std::uint32_t>(i + 1));
  }
  EXPECT_TRUE(some_waited);
  EXPECT_EQ(waiting(all), 0u);
}

}  // namespace
}  // namespace metastasim
