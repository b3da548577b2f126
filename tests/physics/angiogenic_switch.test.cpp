// The angiogenic switch: a cluster of cells short of oxygen calls vessels, which then carry blood.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/sensed.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

constexpr std::uint64_t seeds = 30;

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
  int grew_with_it = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto after_half_a_day = [&](double secretion_nm_per_min) {
      State state = micro_tumour(1);
      state.seed = seed;
      hours(state, with_secretion(secretion_nm_per_min), 12);
      return grown(state).sprouts_um;
    };
    ASSERT_EQ(after_half_a_day(0), 0) << "seed " << seed;
    grew_with_it += after_half_a_day(0.1) > 0;
  }
  EXPECT_GT(grew_with_it, 20);
}

TEST(AngiogenicSwitch, AColonyCallsVesselsOnceItIsTooLargeForTheOxygenAround) {
  const Parameters p = with_secretion(0.1);
  State small = colony(30), large = colony(110);
  hours_of_breathing(small, p, 36);
  hours_of_breathing(large, p, 36);
  EXPECT_EQ(grown(small).sprouts_um, 0);
  EXPECT_GT(grown(large).perfused_um, 200);
}

/// VEGF after half a day around a micro-tumour.
std::vector<float> vegf_around(const Parameters& p, float po2_mmhg) {
  State state = micro_tumour(po2_mmhg);
  for (int i = 0; i < 120; ++i) {
    run(state, p, "hypoxia", 6);
    run(state, p, "vegf", 6);
  }
  return state.sites[0]->fields.to_host(field::vegf);
}

/// What vessels in many pieces send out within an hour.
std::ptrdiff_t sprouts_begun(const Parameters& p, const std::vector<float>& vegf,
                             std::uint64_t seed) {
  State state = testing::with_two_vessels({.pieces = 64});
  state.seed = seed;
  state.sites[0]->fields.from_host(field::vegf, std::span<const float>(vegf));
  run(state, p, "sprouting", 60);
  return std::ranges::count_if(state.vessels.segments.to_host(segment::sprout),
                               [](auto sprout) { return sprout != 0; });
}

/// Of one hour, and none holds another back or meets it: where one does, more wishes may mean fewer
/// sprouts.
TEST(AngiogenicSwitch, LessOxygenNeverMeansFewerSprouts) {
  Parameters p = with_secretion(0.02);
  for (const auto& [key, value] :
       {std::pair{"sprouting", 2e-2}, {"sprout_spacing", 0}, {"reach", 0}})
    testing::set(p, "sprouting", (std::string("site.*.blood.angiogenesis.") + key).c_str(), value);
  const std::vector<float> at_ease = vegf_around(p, 60), short_of_it = vegf_around(p, 13),
                           starved = vegf_around(p, 1);
  int more = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto few = sprouts_begun(p, at_ease, seed), some = sprouts_begun(p, short_of_it, seed),
               many = sprouts_begun(p, starved, seed);
    EXPECT_LE(few, some) << "seed " << seed;
    EXPECT_LE(some, many) << "seed " << seed;
    more += few < some && some < many;
  }
  EXPECT_GT(more, 20) << "seeds in which each step down to less oxygen called more";
}

}  // namespace
}  // namespace metastasim
