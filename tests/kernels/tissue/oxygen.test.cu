#include "kernels/tissue/oxygen_budget.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>

#include "kernels/core/launch.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/tissue/vessel_oxygen.hpp"
#include "tests/support/straight_vessel.hpp"

namespace metastasim {
namespace {

/// One cell in the middle of every voxel.
void fill_with_cells(State& state, Site& site) {
  const Grid& grid = site.grid;
  std::vector<testing::PlacedCell> cells;
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x)
        cells.push_back({(x + 0.5f) * grid.spacing_um, (y + 0.5f) * grid.spacing_um,
                         (z + 0.5f) * grid.spacing_um});
  testing::place(state, site, cells);
}

void settle(State& state, const Parameters& parameters) {
  for (int i = 0; i < 12; ++i) testing::run_once(state, parameters, "oxygen", 1);
}

TEST(Oxygen, ClosedTissueWithoutVesselsRunsOut) {
  State state = testing::box(16);
  settle(state, testing::default_parameters());
  for (const float p : state.sites[0]->fields.to_host(field::oxygen)) ASSERT_NEAR(p, 0, 1e-4);
}

TEST(Oxygen, FallsOffExponentiallyFromAFaceThatIsHeld) {
  // D p'' = k p on voxels of h: p falls by exp(-m) from voxel to voxel, cosh m = 1 + h^2 k / 2 D.
  State state = testing::box(48);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "site.*.oxygen_boundary", 1);
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 52);
  settle(state, parameters);
  const auto p = state.sites[0]->fields.to_host(field::oxygen);
  const Grid& grid = state.sites[0]->grid;
  const double per_voxel = std::exp(-std::acosh(1 + 20 * 20 * 52 / (2 * 1.45e5)));
  for (int x = 1; x < 8; ++x)
    EXPECT_NEAR(p[grid.number(x, 24, 24)] / p[grid.number(x - 1, 24, 24)], per_voxel, 2e-3);
}

TEST(Oxygen, ComesThroughTheOneFaceThatIsHeldAndNoOther) {
  // p = p0 cosh((L - x)/l) / cosh(L/l) in one dimension, l^2 = D/k; nothing varies along y and z.
  State state = testing::box(16);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "site.*.oxygen_face.low_x", 1);
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 3);
  settle(state, parameters);
  const auto p = state.sites[0]->fields.to_host(field::oxygen);
  const Grid& grid = state.sites[0]->grid;
  const double decay_um = std::sqrt(1.45e5 / 3), length_um = 16 * 20;
  for (int x = 0; x < 16; ++x) {
    const double middle_um = (x + 0.5) * 20;
    const double law =
        38 * std::cosh((length_um - middle_um) / decay_um) / std::cosh(length_um / decay_um);
    EXPECT_NEAR(p[grid.number(x, 3, 12)] / law, 1, 2e-3);
    EXPECT_NEAR(p[grid.number(x, 3, 12)], p[grid.number(x, 15, 0)], 1e-3);
  }
}

/// Krogh's cylinder: mean drop from the wall at radius r where a vessel feeds a constant uptake.
double krogh_drop(double m0_over_krogh, double vessel_um, double tissue_um, double r) {
  return m0_over_krogh / 4 * (r * r - vessel_um * vessel_um) -
         m0_over_krogh * tissue_um * tissue_um / 2 * std::log(r / vessel_um);
}

TEST(Oxygen, AroundOneVesselFollowsKrogh) {
  State state = make_state(testing::device(), 1, 6'000'000);
  const Grid grid{16, 16, 8, 20};
  Site& site = add_site(state, testing::device(), "cylinder", grid);
  testing::lay(state, {.x = 8, .y = 8});
  fill_with_cells(state, site);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 0);
  testing::set(parameters, "oxygen", "cell.*.oxygen_uptake", 8);
  testing::set(parameters, "oxygen", "cell.*.oxygen_half",
               0.01);  // uptake hardly depends on pressure
  settle(state, parameters);
  const auto p = site.fields.to_host(field::oxygen);
  const double krogh = 1.45e5 * 2.8e-5, m0 = 8 * 1.344 / 8000;  // um2/(min mmHg), 1/min
  const double area = 320 * 320, tissue_um = std::sqrt(area / M_PI);
  const double wall = 60 - m0 * area * 1.74 / 60;  // 1.74 mmHg um s/um3 at 6 um
  const auto at = [&](int dx, int dy) { return p[grid.number(8 + dx, 8 + dy, 4)]; };
  for (const int d : {2, 3, 4, 5}) {
    const double mean = (at(d, 0) + at(-d, 0) + at(0, d) + at(0, -d)) / 4;
    const double drop = krogh_drop(m0 / krogh, 3, tissue_um, 20.0 * d);
    EXPECT_NEAR((mean - wall) / drop, 1, 0.02) << "at " << 20 * d << " um";
  }
}

TEST(Oxygen, WhatVesselsGiveIsWhatTheTissueTakes) {
  State state = testing::box(16);
  Site& site = *state.sites[0];
  testing::lay(state, {.x = 5, .y = 9});
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i < 200; ++i) {
    const int x = i % 6, y = i / 6 % 6, z = i / 36;
    cells.push_back({150.0f + 7 * x, 160.0f + 9 * y, 130.0f + 10 * z});
  }
  testing::place(state, site, cells);
  const Parameters parameters = testing::default_parameters();
  settle(state, parameters);
  const auto b = tissue::oxygen_budget(testing::device(), state, site, parameters);
  EXPECT_GT(b.by_cells, 0);
  EXPECT_EQ(b.through_faces, 0);
  EXPECT_NEAR((b.by_cells + b.by_stroma) / b.from_vessels, 1, 1e-4);
  EXPECT_LT(b.imbalance(), 1e-6);
}

TEST(Oxygen, TheBudgetClosesWithHeldFacesToo) {
  State state = testing::box(16);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "site.*.oxygen_boundary", 1);
  settle(state, parameters);
  const auto b = tissue::oxygen_budget(testing::device(), state, *state.sites[0], parameters);
  EXPECT_NEAR(b.by_stroma / b.through_faces, 1, 1e-4);
  EXPECT_LT(b.imbalance(), 1e-6);
}

TEST(Oxygen, AlveoliHoldTheTissueNearTheirAirAndChargeTheBlood) {
  // Far from vessels 0 = k_a (p_a - p) - k_s p, so p = p_a k_a / (k_a + k_s).
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .po2_mmhg = 40});
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "site.*.oxygen_supply", 1);
  settle(state, parameters);
  const auto p = state.sites[0]->fields.to_host(field::oxygen);
  EXPECT_NEAR(p[state.sites[0]->grid.number(13, 1, 8)], 104 * 2000.0 / 2003, 0.01);
  const auto b = tissue::oxygen_budget(testing::device(), state, *state.sites[0], parameters);
  EXPECT_LT(b.from_vessels, 0);
  EXPECT_NEAR((b.from_air + b.from_vessels) / b.by_stroma, 1, 1e-4);
  EXPECT_LT(b.imbalance(), 1e-6);
}

TEST(Oxygen, AColonyThatReplacesAlveoliLosesTheirAir) {
  State state = testing::box(16);
  Site& site = *state.sites[0];
  std::vector<testing::PlacedCell> packed;
  for (int z = 0; z < 16; ++z)
    for (int y = 0; y < 16; ++y)
      for (int x = 0; x < 16; ++x)
        packed.push_back({100.0f + 7.5f * x, 100.0f + 7.5f * y, 100.0f + 7.5f * z});
  testing::place(state, site, packed);
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "site.*.oxygen_supply", 1);
  settle(state, parameters);
  const auto p = site.fields.to_host(field::oxygen);
  EXPECT_GT(p[site.grid.number(1, 1, 1)], 100);
  // In the middle of a cube of side L that consumes q and whose faces are held: 0.0562 q L^2 / D less.
  const double consumed = 40 * 1.344 / (2.8e-5 * 7.5 * 7.5 * 7.5);  // mmHg/min
  EXPECT_LT(p[site.grid.number(8, 8, 8)], 104 - 0.9 * 0.0562 * consumed * 120 * 120 / 1.45e5);
}

TEST(Oxygen, IsTheSameForAnyNumberOfThreadsAndAnyOrderOfCells) {
  const int threads_before = omp_get_max_threads();
  std::vector<Fingerprint> fields;
  for (const int threads : {1, 2, 3}) {
    omp_set_num_threads(threads);
    State state = testing::box(32);
    std::vector<testing::PlacedCell> cells;
    for (int i = 0; i < 3000; ++i) {
      const int k = threads == 3 ? 2999 - i : i;
      const int x = k % 20, y = k / 20 % 20, z = k / 400;
      cells.push_back({100.0f + 11 * x, 100.0f + 13 * y, 150.0f + 9 * z});
    }
    testing::place(state, *state.sites[0], cells);
    Parameters parameters = testing::default_parameters();
    testing::set(parameters, "oxygen", "site.*.oxygen_boundary", 1);
    for (int i = 0; i < 2; ++i) testing::run_once(state, parameters, "oxygen", 1);
    fields.push_back(fingerprint(state.sites[0]->fields, 0).carried());
  }
  omp_set_num_threads(threads_before);
  EXPECT_EQ(fields[0], fields[1]);
  EXPECT_EQ(fields[0], fields[2]);
}

struct Resistances {
  const float* diameter;
  float* out;
  HD void operator()(std::int64_t i) const { out[i] = tissue::wall_resistance(diameter[i]) * 60; }
};

TEST(VesselOxygen, WallResistanceIsSecombsTable) {
  const std::vector<float> diameters{2, 4, 5.5f, 10, 45, 80};
  Device& device = testing::device();
  Buffer<float> in(device, diameters.size(), "diameters"), out(device, diameters.size(), "K");
  in.copy_from_host(diameters);
  for_each_index(device, "resistances", 6, Resistances{in.data(), out.data()});
  const std::vector<float> expected{2.45f, 2.45f, 1.87f, 1.27f, 0.74f, 0.73f}, got = out.to_host();
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(got[i], expected[i], 1e-6);
}

}  // namespace
}  // namespace metastasim
