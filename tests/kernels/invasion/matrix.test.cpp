#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/invasion/mmp2.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

const ParamSpec& spec_of(const std::vector<ParamSpec>& specs, const char* key) {
  for (const ParamSpec& spec : specs)
    if (spec.key == key) return spec;
  throw std::invalid_argument(key);
}

void set(Parameters& parameters, const char* process, const char* key, double value) {
  const std::size_t p = testing::process_index(process);
  parameters.set(p, spec_of(cascade()[p].process.params.specs, key), 0, value);
}
void set_cell(Parameters& parameters, const char* process, const char* key, double value) {
  const std::size_t p = testing::process_index(process);
  parameters.set_cell(p, spec_of(cascade()[p].process.cell_params.specs, key), 0, value);
  parameters.upload();
}

void make_mesenchymal(Site& site) { testing::set_phenotype(site, Phenotype::mesenchymal); }

double sum(const std::vector<float>& values) {
  double total = 0;
  for (const float v : values) total += v;
  return total;
}

/// Franssen 2019 in the numbers of MetaSpread: a time step of 1e-3 (read as min) and D dt/h^2 = 0.04
/// on voxels of 10 um. Sum over the voxels of MMP-2 after n steps with 233 mesenchymal cells.
constexpr double dt = 1e-3, theta = 0.195, lambda = 0.1;
double mmp2_mass(const Grid& grid, int steps) {
  State state = make_state(testing::device(), 1, 6'000'000);
  Site& site = add_site(state, testing::device(), "dish", grid);
  std::vector<testing::PlacedCell> cells;
  const float h = grid.spacing_um;
  for (int i = 0; i < 233; ++i) {
    const int x = grid.nx / 2 - 5 + i % 9, y = grid.ny / 2 - 4 + i / 9 % 9, z = grid.nz / 2;
    cells.push_back({(x + 0.5f) * h, (y + 0.5f) * h, (z + 0.5f) * h});
  }
  testing::place(state, site, cells);
  make_mesenchymal(site);
  Parameters parameters = testing::default_parameters();
  set(parameters, "mmp2", "substance.MMP2.diffusion", 0.04 * 100 / dt);
  set(parameters, "mmp2", "substance.MMP2.half_life", std::log(2) / lambda);
  set(parameters, "mmp2", "numerics.MMP2_decay", 1);
  set_cell(parameters, "mmp2", "cell.*.mesenchymal.MMP2_secretion",
           theta * grid.voxel_volume_um3() / 8000);
  for (int i = 0; i < steps / 2; ++i) testing::run_once(state, parameters, "mmp2", 2 * dt);
  return sum(site.fields.to_host(field::mmp2));
}

double metaspread_mass(int n) { return theta * 233 / lambda * (1 - std::pow(1 - dt * lambda, n)); }

TEST(Mmp2, MassInAPlaneFollowsMetaSpreadsClosedForm) {
  EXPECT_NEAR(metaspread_mass(100), 4.52108, 5e-6);  // the printed value of a MetaSpread run
  const Grid plane{201, 201, 1, 10};
  for (const int n : {100, 800})
    EXPECT_NEAR(mmp2_mass(plane, n) / metaspread_mass(n), 1, 1e-6) << n << " steps";
}

TEST(Mmp2, MassInThreeDimensionsFollowsTheSameForm) {
  EXPECT_NEAR(mmp2_mass({32, 32, 32, 10}, 400) / metaspread_mass(400), 1, 1e-6);
}

TEST(Mmp2, IsSecretedByMesenchymalCellsOnly) {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{100, 100, 100}});
  testing::run_once(state, testing::default_parameters(), "mmp2", 6);
  EXPECT_EQ(sum(state.sites[0]->fields.to_host(field::mmp2)), 0);
}

/// What a cell secretes and cuts in one step.
struct Proteolysis {
  double mmp2, cut;
};
Proteolysis proteolysis(float score, bool asleep) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, {{105, 105, 105}});
  const std::vector<float> scores(site.cells.capacity(), score);
  const std::vector<std::uint8_t> dormant(site.cells.capacity(), asleep);
  site.cells.from_host(emt::score, std::span<const float>(scores));
  site.cells.from_host(colony::dormant, std::span<const std::uint8_t>(dormant));
  const Parameters parameters = testing::default_parameters();
  testing::run_once(state, parameters, "ecm", 6);  // before there is MMP-2
  const double cut = -std::log(site.fields.to_host(field::ecm)[site.grid.number(5, 5, 5)]);
  testing::run_once(state, parameters, "mmp2", 6);
  return {sum(site.fields.to_host(field::mmp2)), cut};
}

TEST(Proteases, AreInProportionToTheEmtScoreAndSleepersHaveNone) {
  const Proteolysis whole = proteolysis(1, false), half = proteolysis(0.5f, false);
  EXPECT_GT(whole.mmp2, 0);
  EXPECT_NEAR(half.mmp2 / whole.mmp2, 0.5, 1e-5);
  EXPECT_NEAR(half.cut / whole.cut, 0.5, 1e-4);
  const Proteolysis asleep = proteolysis(1, true);
  EXPECT_EQ(asleep.mmp2, 0);
  EXPECT_EQ(asleep.cut, 0);
}

TEST(Ecm, UnderContactDecaysExponentiallyWhateverTheStep) {
  for (const double step_min : {6.0, 60.0}) {
    State state = testing::box();
    Site& site = *state.sites[0];
    testing::place(state, site, {{105, 105, 105}, {110, 107, 109}});
    make_mesenchymal(site);
    Parameters parameters = testing::default_parameters();
    set_cell(parameters, "ecm", "cell.*.mesenchymal.collagen_loss", 0.002);
    for (int i = 0; i < 120 / step_min; ++i) testing::run_once(state, parameters, "ecm", step_min);
    const auto ecm = site.fields.to_host(field::ecm);
    EXPECT_NEAR(ecm[site.grid.number(5, 5, 5)], std::exp(-2 * 0.002 * 120), 2e-6);
    EXPECT_EQ(ecm[site.grid.number(6, 5, 5)], 1);
  }
}

TEST(Ecm, InMmp2DecaysWithItsConcentration) {
  State state = testing::box();
  Site& site = *state.sites[0];
  std::vector<float> mmp2(16 * 16 * 16);
  for (std::size_t i = 0; i < mmp2.size(); ++i) mmp2[i] = static_cast<float>(i % 16);
  site.fields.from_host(field::mmp2, std::span<const float>(mmp2));
  Parameters parameters = testing::default_parameters();
  set(parameters, "ecm", "substance.MMP2.collagen_loss", 0.003);
  for (int i = 0; i < 10; ++i) testing::run_once(state, parameters, "ecm", 6);
  const auto ecm = site.fields.to_host(field::ecm);
  for (std::size_t i = 0; i < ecm.size(); i += 7)
    ASSERT_NEAR(ecm[i], std::exp(-0.003 * mmp2[i] * 60), 2e-6);
}

}  // namespace
}  // namespace metastasim
