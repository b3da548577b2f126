#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "tests/kernels/tissue/crowd.hpp"
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

TEST(Vegf, OnlyTumourCellsSecreteIt) {
  State state = with_hypoxic_cells(1);
  for (const CellKind kind : {CellKind::effector, CellKind::fibroblast}) {
    testing::set_all(state.sites[0]->cells, cell::kind, static_cast<std::uint8_t>(kind));
    testing::run_once(state, testing::default_parameters(), "vegf", 6);
    EXPECT_EQ(mean(state.sites[0]->fields.to_host(field::vegf)), 0);
  }
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

TEST(Vegf, LeavesThroughTheWallsOfVessels) {
  // Implicit steps of the mean: v <- v / (1 + dt P A / V), where D evens it out within a step.
  State state = testing::box(16);
  testing::lay(state, {.x = 8, .y = 8, .radius_um = 5});
  std::vector<float> one(16 * 16 * 16, 1.0f);
  state.sites[0]->fields.from_host(field::vegf, std::span<const float>(one));
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "vegf", "substance.VEGF.half_life", 1e6);
  testing::set(parameters, "vegf", "substance.VEGF.diffusion", 1e5);
  for (int i = 0; i < 20; ++i) testing::run_once(state, parameters, "vegf", 6);
  const double wall_um2 = 2 * 3.14159265 * 5 * 320, volume_um3 = 320.0 * 320 * 320;
  const double lost_per_min = 0.024 * wall_um2 / volume_um3 + std::log(2.0) / 1e6;
  EXPECT_NEAR(1 - mean(state.sites[0]->fields.to_host(field::vegf)),
              1 - std::pow(1 + 6 * lost_per_min, -20), 5e-5);
}

TEST(Vegf, FallsOffFromAFaceWhereItIsHeld) {
  State state = testing::box(32);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "vegf", "site.*.VEGF_face.high_z", 1);
  testing::set(parameters, "vegf", "site.*.VEGF_at_boundary", 2);
  for (int i = 0; i < 300; ++i) testing::run_once(state, parameters, "vegf", 6);
  const auto v = state.sites[0]->fields.to_host(field::vegf);
  const double decay_um = std::sqrt(1000 * 69 / std::log(2.0)), length_um = 32 * 20;
  for (int z = 0; z < 32; z += 5) {
    const double law = 2 * std::cosh((z + 0.5) * 20 / decay_um) / std::cosh(length_um / decay_um);
    EXPECT_NEAR(v[state.sites[0]->grid.number(4, 20, z)] / law, 1, 3e-3);
  }
}

}  // namespace
}  // namespace metastasim
