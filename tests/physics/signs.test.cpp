// What more of something does, seed by seed with the same random numbers: signs that no law states.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/invasion/membrane.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr std::uint64_t seeds = 30;

/// Cells packed inside a basement membrane of 50 um radius.
State enclosed_tumour(std::uint64_t seed) {
  State state = testing::box();
  state.seed = seed;
  Site& site = *state.sites[0];
  invasion::place_basement_membrane(site.fields, 160, 160, 160, 50);
  testing::place(state, site, testing::strewn(60, 135, 50));
  return state;
}

void run_all(State& state, const Parameters& parameters, std::initializer_list<const char*> names,
             double dt_min) {
  for (const char* name : names) {
    testing::run_once(state, parameters, name, dt_min);
    --state.tick;
  }
  ++state.tick;
}

/// What mesenchymal cells cut with: MT1-MMP, of membrane and of collagen, and MMP-2.
struct Protease {
  double membrane_loss_per_min = 0.01, collagen_loss_per_min = 0.0015, mmp2_nm_per_min = 0.02;
};

/// Steps of six minutes until the first face of the membrane gives way.
int breach_after(std::uint64_t seed, const Protease& protease) {
  State state = enclosed_tumour(seed);
  testing::set_phenotype(*state.sites[0], Phenotype::mesenchymal);
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "basement_membrane", "cell.*.mesenchymal.membrane_loss",
                    protease.membrane_loss_per_min);
  testing::set_cell(parameters, "ecm", "cell.*.mesenchymal.collagen_loss",
                    protease.collagen_loss_per_min);
  testing::set_cell(parameters, "mmp2", "cell.*.mesenchymal.MMP2_secretion",
                    protease.mmp2_nm_per_min);
  for (int steps = 1; steps < 200; ++steps) {
    run_all(state, parameters, {"mmp2", "ecm", "basement_membrane"}, 6);
    if (invasion::membrane_area(state.sites[0]->fields).breached_um2 > 0) return steps;
    for (int i = 0; i < 6; ++i)
      run_all(state, parameters, {"mechanics", "motility", "move_cells"}, 1);
  }
  return 200;
}

/// More of one kind, seed by seed. Not asked of collagen_loss alone: where only the matrix goes sooner, cells
/// wander off, and may touch the membrane later or elsewhere. MT1-MMP cuts both, so both its rates rise together.
void expect_never_later(const Protease& less, const Protease& more, const char* what) {
  int sooner = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const int little = breach_after(seed, less), much = breach_after(seed, more);
    EXPECT_LE(much, little) << what << ", seed " << seed;
    EXPECT_LT(little, 200) << what << ", seed " << seed;
    sooner += much < little;
  }
  EXPECT_GT(sooner, 20) << what;
}

TEST(Signs, MoreProteaseIsNeverALaterBreach) {
  expect_never_later({}, {.membrane_loss_per_min = 0.02}, "MT1-MMP on the membrane");
  expect_never_later({}, {.membrane_loss_per_min = 0.02, .collagen_loss_per_min = 0.003},
                     "MT1-MMP");
  expect_never_later({.membrane_loss_per_min = 0},
                     {.membrane_loss_per_min = 0, .mmp2_nm_per_min = 0.04}, "MMP-2 alone");
}

/// Cells that are no longer epithelial after a day without oxygen in which cells divide and die.
std::ptrdiff_t changed_after_a_day(std::uint64_t seed, double emt_rate) {
  State state = enclosed_tumour(seed);
  Table& cells = state.sites[0]->cells;
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "emt", "cell.*.EMT_rate", emt_rate);
  testing::set_cell(parameters, "cycle", "cell.*.stops_dividing_below", 0);
  testing::set_cell(parameters, "cycle", "cell.*.doubling_time", 300);
  for (int hour = 0; hour < 24; ++hour) {
    testing::set_all(cells, sensed::po2, 4.0f);
    run_all(state, parameters, {"hypoxia", "cycle", "death", "emt", "resolve_intents"}, 60);
  }
  const auto phenotype = cells.to_host(cell::phenotype);
  return std::ranges::count_if(phenotype, [](std::uint8_t p) { return p != 0; });
}

TEST(Signs, ZeroEmtRateLeavesNobodyMesenchymal) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    EXPECT_EQ(changed_after_a_day(seed, 0), 0) << "seed " << seed;
    EXPECT_GT(changed_after_a_day(seed, 0.1 / 60), 0) << "seed " << seed;
  }
}

}  // namespace
}  // namespace metastasim
