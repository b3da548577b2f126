#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "kernels/invasion/mmp2.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/lattice.hpp"

namespace metastasim {
namespace {

constexpr double dt = 40.0 / 60, theta = 0.195 * 60 / 4e4, lambda = 1.5e-4;

/// Nobody moves or divides; the cells are there to secrete and to cut.
Parameters standing_still() {
  Parameters parameters = testing::lattice_parameters();
  for (const char* key : {"lattice.mesenchymal.diffusion", "lattice.mesenchymal.haptotaxis",
                          "lattice.epithelial.diffusion", "lattice.epithelial.haptotaxis"})
    testing::set_everywhere(parameters, key, 0);
  return parameters;
}

double mass(const Site& site) {
  const auto m = site.fields.to_host(field::mmp2);
  const auto carry = site.fields.to_host(invasion::mmp2::carry);
  return std::accumulate(m.begin(), m.end(), 0.0) +
         std::accumulate(carry.begin(), carry.end(), 0.0);
}

/// S_n = (Theta N_M / Lambda) (1 - (1 - dt Lambda)^n) as long as nothing reaches the border.
double closed_form(int cells, int steps) {
  return theta * cells / lambda * (1 - std::pow(1 - dt * lambda, steps));
}

TEST(LatticeFields, MassOfMmp2FollowsItsClosedFormInAPlaneAndInSpace) {
  for (const int layers : {1, 61}) {
    State state = testing::lattice(61, layers);
    testing::fill_voxel(state, *state.sites[0], {30, 30, layers / 2}, 3, Phenotype::mesenchymal);
    testing::fill_voxel(state, *state.sites[0], {30, 31, layers / 2}, 2, Phenotype::epithelial);
    testing::step(state, standing_still(), layers == 1 ? 300 : 40);
    EXPECT_NEAR(mass(*state.sites[0]) / closed_form(3, layers == 1 ? 300 : 40), 1, 1e-6);
  }
}

TEST(LatticeFields, TheMovingTumoursMmp2FollowsItToo) {
  State state = testing::lattice(101);
  for (int x = 45; x < 55; ++x)
    testing::fill_voxel(state, *state.sites[0], {x, 50, 0}, 4, Phenotype::mesenchymal);
  testing::step(state, testing::lattice_parameters(), 800);
  EXPECT_NEAR(mass(*state.sites[0]) / closed_form(40, 800), 1, 1e-6);
}

/// As long as a published run. Without the second column 2e-7 of it would be off.
TEST(LatticeFields, NothingOfTheMassIsLostToRoundingInTwentyFourThousandSteps) {
  Parameters parameters = standing_still();
  testing::set_everywhere(parameters, "lattice.mesenchymal.doubling_time", 0);
  State state = testing::lattice(5);
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 5; ++x)
      testing::fill_voxel(state, *state.sites[0], {x, y, 0}, 1, Phenotype::mesenchymal);
  testing::step(state, parameters, 24'000);
  EXPECT_NEAR(mass(*state.sites[0]) / closed_form(25, 24'000), 1, 1e-8);
}

TEST(LatticeFields, EcmUnderACellDecaysGeometrically) {
  Parameters parameters = standing_still();
  testing::set_everywhere(parameters, "lattice.MMP2_secretion", 0);
  for (const int cells : {1, 4}) {
    State state = testing::lattice(5);
    testing::fill_voxel(state, *state.sites[0], {2, 2, 0}, cells, Phenotype::mesenchymal);
    testing::step(state, parameters, 500);
    const auto ecm = state.sites[0]->fields.to_host(field::ecm);
    EXPECT_NEAR(ecm[12] / std::pow(1 - 1e-3 * cells, 500), 1, 2e-5);
    EXPECT_EQ(ecm[13], 1.0f);
  }
}

/// The published recursion, written down once more in double, border and all.
struct Reference {
  int n;
  std::vector<double> m, w;
  explicit Reference(int size)
      : n(size), m(static_cast<std::size_t>(n) * n), w(static_cast<std::size_t>(n) * n, 1) {}
  double at(int x, int y) const { return m[static_cast<std::size_t>(y) * n + x]; }
  void step(int source) {
    const double d = 6 * dt / 100;
    std::vector<double> next(m);
    for (int y = 0; y < n; ++y)
      for (int x = 0; x < n; ++x) {
        const double left = at(x > 0 ? x - 1 : x + 1, y), right = at(x < n - 1 ? x + 1 : x - 1, y);
        const double down = at(x, y > 0 ? y - 1 : y + 1), up = at(x, y < n - 1 ? y + 1 : y - 1);
        const int i = y * n + x, cells = i == source ? 1 : 0;
        next[i] =
            d * (left + right + down + up) + m[i] * (1 - 4 * d - dt * lambda) + dt * theta * cells;
        w[i] *= 1 - 1e-3 * (cells + next[i]);
      }
    m = next;
  }
};

TEST(LatticeFields, OneStandingCellMakesThePublishedFieldUpToTheBorder) {
  State state = testing::lattice(9);
  testing::fill_voxel(state, *state.sites[0], {2, 1, 0}, 1, Phenotype::mesenchymal);
  Reference reference(9);
  testing::step(state, standing_still(), 400);
  for (int i = 0; i < 400; ++i) reference.step(11);
  const auto m = state.sites[0]->fields.to_host(field::mmp2);
  const auto w = state.sites[0]->fields.to_host(field::ecm);
  for (std::size_t i = 0; i < m.size(); ++i) {
    EXPECT_NEAR(m[i] / reference.m[i], 1, 1e-5) << i;
    EXPECT_NEAR(w[i] / reference.w[i], 1, 2e-5) << i;
  }
}

TEST(LatticeFields, WithoutMesenchymalCellsNothingHappens) {
  State state = testing::lattice(11);
  testing::fill_voxel(state, *state.sites[0], {5, 5, 0}, 4, Phenotype::epithelial);
  testing::step(state, testing::lattice_parameters(), 50);
  EXPECT_EQ(mass(*state.sites[0]), 0);
  for (const float ecm : state.sites[0]->fields.to_host(field::ecm)) EXPECT_EQ(ecm, 1.0f);
}

}  // namespace
}  // namespace metastasim
