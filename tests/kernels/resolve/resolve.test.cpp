#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

/// 50 cells in a row; every third wants to divide, every seventh to die.
State crowd(const std::vector<std::uint32_t>& order) {
  State state = testing::box();
  Site& site = *state.sites[0];
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i < 50; ++i) cells.push_back({5.0f * static_cast<float>(i + 1), 100, 100});
  testing::place(state, site, cells);
  std::vector<std::uint8_t> intent(50, 0);
  for (std::size_t i = 0; i < 50; ++i) {
    if (i % 3 == 0) intent[i] = static_cast<std::uint8_t>(Intent::divide);
    if (i % 7 == 0) intent[i] = static_cast<std::uint8_t>(Intent::die);
  }
  site.cells.from_host(cell::intent, std::span<const std::uint8_t>(intent));
  Buffer<std::uint32_t> on_device(testing::device(), order.size(), "order");
  on_device.copy_from_host(order);
  site.cells.columns().gather(on_device.data(), site.cells.rows());
  return state;
}

std::vector<std::uint32_t> identity_order() {
  std::vector<std::uint32_t> order(50);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

TEST(Resolve, CellsBornMinusDiedIsTheCountExactly) {
  State state = crowd(identity_order());
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  const auto counters = state.counters.to_host();
  EXPECT_EQ(counters[static_cast<std::size_t>(Count::born)],
            14u);  // 17 thirds, 3 of which die instead
  EXPECT_EQ(counters[static_cast<std::size_t>(Count::died_in_tissue)], 8u);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 50u + 14 - 8);
  EXPECT_EQ(state.next_cell_id.read(), 51u + 14);
}

TEST(Resolve, DaughtersShareTheMothersVolumeAndPlace) {
  State state = crowd(identity_order());
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  Table& cells = state.sites[0]->cells;
  const auto id = cells.to_host(cell::id), mother = cells.to_host(cell::mother);
  const auto radius = cells.to_host(cell::radius);
  const auto x = cells.to_host(cell::x);
  std::map<std::uint64_t, std::size_t> row_of;
  for (std::size_t i = 0; i < id.size(); ++i) row_of[id[i]] = i;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (mother[i] == 0) continue;
    const std::size_t sister = row_of.at(mother[i]);
    EXPECT_NEAR(std::pow(radius[i], 3) + std::pow(radius[sister], 3), std::pow(8.5, 3), 1e-3);
    EXPECT_NEAR(to_um(x[i]) + to_um(x[sister]), 2 * 5.0 * static_cast<double>(mother[i]), 1e-3);
  }
}

TEST(Resolve, DoesNotDependOnStorageOrder) {
  const auto order = identity_order();
  auto reversed = order;
  std::reverse(reversed.begin(), reversed.end());
  State a = crowd(order), b = crowd(reversed);
  testing::run_once(a, testing::default_parameters(), "resolve_intents", 1);
  testing::run_once(b, testing::default_parameters(), "resolve_intents", 1);
  EXPECT_EQ(fingerprint(a), fingerprint(b));
  EXPECT_EQ(a.events.to_host(event::cell_id), b.events.to_host(event::cell_id));
}

TEST(Resolve, NoIntentIsLeftBehind) {
  State state = crowd(identity_order());
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  const Fingerprint settled = fingerprint(state);
  const auto cells = state.sites[0]->cells.read_count();
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  EXPECT_EQ(state.sites[0]->cells.read_count(), cells);
  EXPECT_NE(fingerprint(state), settled);  // the tick is part of it
  EXPECT_TRUE(std::ranges::all_of(state.sites[0]->cells.to_host(cell::intent),
                                  [](auto i) { return i == 0; }));
}

}  // namespace
}  // namespace metastasim
