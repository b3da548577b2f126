// The angiogenic switch: a cluster of cells short of oxygen calls vessels, which then carry blood.
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/sensed.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

/// A ball of cells between two vessels, all at one oxygen pressure.
State micro_tumour(float po2_mmhg) {
  State state = testing::with_two_vessels();
  std::vector<testing::PlacedCell> cells;
  for (float x = 100; x <= 220; x += 17)
    for (float y = 100; y <= 220; y += 17)
      for (float z = 100; z <= 220; z += 17)
        if (std::hypot(x - 160, y - 160, z - 160) < 60) cells.push_back({x, y, z});
  testing::place(state, *state.sites[0], cells);
  Table& table = state.sites[0]->cells;
  const std::vector<float> po2(table.read_count(), po2_mmhg);
  table.from_host(sensed::po2, std::span<const float>(po2));
  return state;
}

void run(State& state, const Parameters& p, const char* process, double dt_min) {
  const std::uint32_t tick = state.tick;
  testing::run_once(state, p, process, dt_min);
  state.tick = tick;
}

void hours(State& state, const Parameters& p, int n) {
  for (int hour = 0; hour < n; ++hour) {
    for (const char* process : {"pruning", "sprouting", "blood_flow", "perfusion"})
      run(state, p, process, 60);
    for (int i = 0; i < 10; ++i) {
      run(state, p, "hypoxia", 6);
      run(state, p, "vegf", 6);
    }
    state.tick += 600;  // of 6 s
  }
}

struct Grown {
  double sprouts_um = 0, perfused_um = 0;
};
Grown grown(const State& state) {
  const auto sprout = state.vessels.segments.to_host(segment::sprout);
  const auto length = state.vessels.segments.to_host(segment::length);
  const auto flow = state.vessels.segments.to_host(segment::flow);
  Grown out;
  for (std::size_t s = 0; s < sprout.size(); ++s) {
    if (sprout[s] == 0) continue;
    out.sprouts_um += length[s];
    if (flow[s] != 0) out.perfused_um += length[s];
  }
  return out;
}

/// Descendants of one newcomer, packed into a ball between the vessels; what they breathe, they find.
State colony(float radius_um) {
  State state = testing::with_two_vessels();
  std::vector<testing::PlacedCell> cells;
  for (float x = 17; x < 320; x += 15)
    for (float y = 17; y < 320; y += 15)
      for (float z = 17; z < 320; z += 15)
        if (std::hypot(x - 160, y - 160, z - 160) < radius_um) cells.push_back({x, y, z});
  testing::place(state, *state.sites[0], cells);
  Table& table = state.sites[0]->cells;
  const std::vector<std::uint64_t> newcomer(table.read_count(), 1);
  table.from_host(cell::founder, std::span<const std::uint64_t>(newcomer));
  return state;
}

/// As `hours`, and oxygen runs through blood, tissue and cells.
void hours_of_breathing(State& state, const Parameters& p, int n) {
  for (int hour = 0; hour < n; ++hour) {
    for (const char* process : {"pruning", "sprouting", "blood_flow", "perfusion"})
      run(state, p, process, 60);
    for (int i = 0; i < 10; ++i)
      for (const char* process : {"blood_oxygen", "oxygen", "sense_oxygen", "hypoxia", "vegf"})
        run(state, p, process, 6);
    state.tick += 600;  // of 6 s
  }
}

Parameters with_secretion(double nm_per_min) {
  Parameters p = testing::default_parameters();
  testing::set(p, "vegf", "cell.*.VEGF_secretion", nm_per_min);
  return p;
}

TEST(AngiogenicSwitch, CellsShortOfOxygenCallVesselsThatThenCarryBlood) {
  State state = micro_tumour(1);
  hours(state, with_secretion(0.1), 48);
  EXPECT_GT(grown(state).sprouts_um, 400);
  EXPECT_GT(grown(state).perfused_um, 200);
}

TEST(AngiogenicSwitch, WithoutSecretionNothingGrowsWhateverTheSeed) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    State state = micro_tumour(1);
    state.seed = seed;
    hours(state, with_secretion(0), 3);
    ASSERT_EQ(grown(state).sprouts_um, 0) << "seed " << seed;
  }
}

TEST(AngiogenicSwitch, AColonyCallsVesselsOnceItIsTooLargeForTheOxygenAround) {
  const Parameters p = with_secretion(0.1);
  State small = colony(30), large = colony(110);
  hours_of_breathing(small, p, 36);
  hours_of_breathing(large, p, 36);
  EXPECT_EQ(grown(small).sprouts_um, 0);
  EXPECT_GT(grown(large).perfused_um, 200);
}

/// Without lateral inhibition: where an early sprout holds two others back, more wishes may mean fewer sprouts.
TEST(AngiogenicSwitch, LessOxygenNeverMeansFewerSprouts) {
  Parameters p = with_secretion(0.02);
  testing::set(p, "sprouting", "site.*.blood.angiogenesis.sprout_spacing", 0);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    double last = 0;
    for (const float po2 : {60.0f, 13.0f, 1.0f}) {
      State state = micro_tumour(po2);
      state.seed = seed;
      hours(state, p, 2);
      const double now = grown(state).sprouts_um;
      EXPECT_GE(now, last) << "seed " << seed << ", " << po2 << " mmHg";
      last = now;
    }
  }
}

}  // namespace
}  // namespace metastasim
