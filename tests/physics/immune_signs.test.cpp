// What more effectors or fibroblasts do, seed by seed with the same random numbers.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/state/field_columns.hpp"
#include "tests/kernels/immunity/encounters.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr std::uint64_t seeds = 30;

/// Which of the tumour cells are dead that one effector or two have held for so many minutes. There
/// are two either way, so that they have the same numbers.
std::vector<bool> dead_after(std::uint64_t seed, int holding, double killing, double minutes) {
  const std::size_t groups = 100;
  State state = testing::encounters(groups, 2, true, seed);
  Table& cells = state.sites[0]->cells;
  auto target = cells.to_host(immunity::target);
  for (std::size_t g = 0; g < groups && holding == 1; ++g) target[3 * g + 2] = 0;
  cells.from_host(immunity::target, std::span<const std::uint64_t>(target));
  testing::attack(state, testing::attack_with(0, killing, 1e5), minutes, 1);
  const auto intent = cells.to_host(cell::intent);
  std::vector<bool> dead;
  for (std::size_t g = 0; g < groups; ++g)
    dead.push_back(intent[3 * g] == static_cast<std::uint8_t>(Intent::die));
  return dead;
}

/// How many more `many` holds than `few`, which it must hold whole.
long expect_more(const std::vector<bool>& few, const std::vector<bool>& many, std::uint64_t seed) {
  for (std::size_t i = 0; i < few.size(); ++i)
    EXPECT_TRUE(many[i] || !few[i]) << "seed " << seed << ", cell " << i;
  return std::ranges::count(many, true) - std::ranges::count(few, true);
}

TEST(Signs, FasterKillingSparesNoCellThatSlowKillingKills) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    EXPECT_GT(expect_more(dead_after(seed, 1, 0.05, 15), dead_after(seed, 1, 0.1, 15), seed), 0);
}

TEST(Signs, TwoEffectorsSpareNoCellThatOneKills) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    EXPECT_GT(expect_more(dead_after(seed, 1, 0.05, 15), dead_after(seed, 2, 0.05, 15), seed), 0);
}

TEST(Signs, LongerContactSparesNoCellThatShortContactKills) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    EXPECT_GT(expect_more(dead_after(seed, 1, 0.05, 10), dead_after(seed, 1, 0.05, 20), seed), 0);
}

/// Tumour cells and effectors that patrol among them; the first are the same however many follow.
State patrolled(std::uint64_t seed, int effectors) {
  State state = testing::box();
  state.seed = seed;
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  std::vector<testing::PlacedCell> cells = testing::strewn(60, 110, 100);
  for (const testing::PlacedCell& at : testing::strewn(effectors, 110, 100))
    cells.push_back({320 - at.x_um, at.y_um, at.z_um, 4, CellKind::effector, 1});
  testing::place(state, *state.sites[0], cells);
  return state;
}

struct Toll {
  std::uint64_t killed, claimed;  ///< by the ledger, by the effectors
};
Toll after_two_hours(std::uint64_t seed, int effectors, double killing) {
  State state = patrolled(seed, effectors);
  const Parameters parameters = testing::attack_with(0.2, killing, 15, 0.1 / 1440, 0.1);
  for (int minute = 0; minute < 120; ++minute) {
    for (const char* process : {"patrol", "move_cells", "immune_attack", "resolve_intents"}) {
      testing::run_once(state, parameters, process, 1);
      --state.tick;
    }
    ++state.tick;
  }
  return {state.counters.to_host()[static_cast<std::size_t>(Count::killed_in_tissue)],
          testing::kills(state)};
}

/// Of faster ones this does not hold: who is done sooner goes away sooner, and has to find the next.
TEST(Signs, MoreEffectorsOnPatrolNeverKillFewer) {
  int more = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Toll few = after_two_hours(seed, 6, 1.0 / 15), many = after_two_hours(seed, 24, 1.0 / 15);
    EXPECT_GE(many.killed, few.killed) << "seed " << seed;
    for (const Toll& toll : {few, many}) EXPECT_EQ(toll.killed, toll.claimed);
    more += many.killed > few.killed;
  }
  EXPECT_GT(more, 20);
}

TEST(Signs, EffectorsThatDoNotKillKillExactlyNobody) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Toll toll = after_two_hours(seed, 24, 0);
    EXPECT_EQ(toll.killed, 0u) << "seed " << seed;
    EXPECT_EQ(toll.claimed, 0u) << "seed " << seed;
  }
}

/// Collagen after six hours of fibroblasts that crawl about in a gel that was half dissolved.
std::vector<float> collagen(std::uint64_t seed, int fibroblasts, double per_min) {
  State state = testing::box();
  state.seed = seed;
  state.kind_of_type = {CellKind::fibroblast};
  std::vector<testing::PlacedCell> cells = testing::strewn(fibroblasts, 60, 200);
  for (testing::PlacedCell& c : cells) c.kind = CellKind::fibroblast;
  cells.push_back({160, 160, 160, 8, CellKind::tumour});
  testing::place(state, *state.sites[0], cells);
  testing::set_matrix(*state.sites[0], 0.5f);
  Parameters parameters = testing::default_parameters();
  testing::set_cell_parameter(parameters, "cell.*.fibroblast.remodelling", per_min);
  for (int i = 0; i < 60; ++i) {
    for (const char* process : {"deposition", "patrol", "move_cells"}) {
      testing::run_once(state, parameters, process, 6);
      --state.tick;
    }
    ++state.tick;
  }
  return state.sites[0]->fields.to_host(field::ecm);
}

/// Whether no voxel has less and some have more.
bool is_more(const std::vector<float>& more, const std::vector<float>& less) {
  for (std::size_t i = 0; i < less.size(); ++i)
    if (more[i] < less[i]) return false;
  return more != less;
}

TEST(Signs, MoreOrBusierFibroblastsNeverLeaveLessCollagen) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto few = collagen(seed, 10, 0.001);
    EXPECT_TRUE(is_more(collagen(seed, 20, 0.001), few)) << "seed " << seed;
    EXPECT_TRUE(is_more(collagen(seed, 10, 0.002), few)) << "seed " << seed;
  }
}

TEST(Signs, WithoutFibroblastsOrTheirWorkNothingIsLaid) {
  const std::vector<float> untouched(16 * 16 * 16, 0.5f);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    EXPECT_EQ(collagen(seed, 0, 0.001), untouched) << "seed " << seed;
    EXPECT_EQ(collagen(seed, 20, 0), untouched) << "seed " << seed;
  }
}

}  // namespace
}  // namespace metastasim
