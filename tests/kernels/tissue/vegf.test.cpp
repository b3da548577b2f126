#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "tests/support/straight_vessel.hpp"

namespace metastasim {
namespace {

double mean(const std::vector<float>& values) {
  double sum = 0;
  for (const float v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

State with_hypoxic_cells(float hif) {
  State state = testing::box(16);
  Site& site = *state.sites[0];
  testing::place(state, site, {{50, 60, 70}, {55, 65, 75}, {250, 200, 150}});
  const std::vector<float> all(site.cells.capacity(), hif);
  site.cells.from_host(hypoxia::hif, std::span<const float>(all));
  return state;
}

TEST(Vegf, SecretedEqualsDecayedInTheSteadyState) {
  State state = with_hypoxic_cells(0.5f);
  const Parameters parameters = testing::default_parameters();
  for (int i = 0; i < 200; ++i) testing::run_once(state, parameters, "vegf", 6);
  const double secreted = 3 * 0.5 * 0.01 / (16 * 16 * 16), decay = std::log(2.0) / 69;
  EXPECT_NEAR(mean(state.sites[0]->fields.to_host(field::vegf)) * decay / secreted, 1, 1e-4);
}

TEST(Vegf, CellsThatBreatheFreelySecreteNone) {
  State state = with_hypoxic_cells(0);
  testing::run_once(state, testing::default_parameters(), "vegf", 6);
  EXPECT_EQ(mean(state.sites[0]->fields.to_host(field::vegf)), 0);
}

TEST(Vegf, AUniformFieldDecaysByTheImplicitLaw) {
  State state = testing::box(16);
  std::vector<float> one(16 * 16 * 16, 1.0f);
  state.sites[0]->fields.from_host(field::vegf, std::span<const float>(one));
  const Parameters parameters = testing::default_parameters();
  for (int i = 0; i < 12; ++i) testing::run_once(state, parameters, "vegf", 6);
  EXPECT_NEAR(mean(state.sites[0]->fields.to_host(field::vegf)),
              std::pow(1 + 6 * std::log(2.0) / 69, -12), 1e-4);
}

}  // namespace
}  // namespace metastasim
