#include <gtest/gtest.h>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/kernels/tissue/persistent_walk.hpp"

namespace metastasim {
namespace {

constexpr int many = 100'000;
constexpr double dt_min = 0.1;

/// A block with a matrix that varies along z, and oxygen that varies along x.
State open_block(float oxygen_per_um = 0, float ecm = 0, float ecm_per_um = 0) {
  State state = testing::founders(many);
  Site& site = *state.sites[0];
  for (const auto& axis : {cell::x, cell::y, cell::z})
    testing::set_all(site.cells, axis, to_fixed(160));
  std::vector<float> oxygen, matrix;
  for (int z = 0; z < 16; ++z)
    for (int y = 0; y < 16; ++y)
      for (int x = 0; x < 16; ++x) {
        oxygen.push_back(40 + oxygen_per_um * 20 * static_cast<float>(x));
        matrix.push_back(ecm + ecm_per_um * 20 * static_cast<float>(z));
      }
  site.fields.from_host(field::oxygen, std::span<const float>(oxygen));
  site.fields.from_host(field::ecm, std::span<const float>(matrix));
  return state;
}

Parameters walking(double speed, double persistence_min) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "motility", "cell.*.epithelial.migration_speed", speed);
  testing::set_cell(parameters, "motility", "cell.*.epithelial.persistence_time", persistence_min);
  return parameters;
}

void walk(State& state, const Parameters& parameters, int steps) {
  for (int i = 0; i < steps; ++i) {
    testing::run_once(state, parameters, "motility", dt_min);
    testing::run_once(state, parameters, "move_cells", dt_min);
  }
}

/// Ways from the start along one axis, in um.
std::vector<double> ways(State& state, const Column<std::int32_t>& axis) {
  std::vector<double> way;
  for (const std::int32_t p : state.sites[0]->cells.to_host(axis))
    way.push_back((static_cast<double>(p) - to_fixed(160)) / units_per_um);
  return way;
}

TEST(Motility, MeanSquareDisplacementIsThatOfAPersistentWalk) {
  const double speed = 1, tau = 1;
  State state = open_block();
  walk(state, walking(speed, tau), 300);
  const double time = 300 * dt_min;
  const double expected = testing::walk_square_um2(speed, tau, dt_min, 300);
  // 6 D (t - tau) for short steps
  EXPECT_NEAR(expected, 6 * speed * speed * tau / 3 * (time - tau), 0.002 * expected);
  std::vector<double> square(many, 0);
  for (const auto& axis : {cell::x, cell::y, cell::z}) {
    const auto way_along = ways(state, axis);
    const testing::Estimate along(way_along);
    EXPECT_NEAR(along.mean, 0, 3.5 * along.mean_error);
    for (std::size_t i = 0; i < many; ++i) square[i] += way_along[i] * way_along[i];
  }
  const testing::Estimate found(square);
  EXPECT_NEAR(found.mean, expected, 3.5 * found.mean_error);
}

/// Mean way along each axis after long enough for many turns, per um of path.
struct Drift {
  testing::Estimate x, y, z;
};
Drift drift(State& state, const Parameters& parameters) {
  walk(state, parameters, 100);
  const auto per_um = [&](const Column<std::int32_t>& axis) {
    auto way = ways(state, axis);
    for (double& w : way) w /= 100 * dt_min;
    return testing::Estimate(way);
  };
  return {per_um(cell::x), per_um(cell::y), per_um(cell::z)};
}

TEST(Motility, OxygenSteersAsStronglyAsItsSlopeSays) {
  Parameters parameters = walking(1, 1);
  testing::set_cell(parameters, "motility", "cell.*.epithelial.chemotaxis", 0.8);
  State state = open_block(0.05f);  // the slope of half the strength
  const Drift found = drift(state, parameters);
  EXPECT_NEAR(found.x.mean, testing::mean_bias(0.4), 3.5 * found.x.mean_error);
  EXPECT_NEAR(found.y.mean, 0, 3.5 * found.y.mean_error);
  EXPECT_NEAR(found.z.mean, 0, 3.5 * found.z.mean_error);
}

TEST(Motility, DenserMatrixSteers) {
  Parameters parameters = walking(1, 1);
  testing::set_cell(parameters, "motility", "cell.*.epithelial.haptotaxis", 0.8);
  testing::set_cell(parameters, "motility", "cell.*.haptotaxis_half_slope", 1e-4);
  State state = open_block(0, 0, 1e-4f);  // pores stay wide
  const Drift found = drift(state, parameters);
  EXPECT_NEAR(found.z.mean, testing::mean_bias(0.4), 3.5 * found.z.mean_error);
  EXPECT_NEAR(found.x.mean, 0, 3.5 * found.x.mean_error);
}

/// Mean length of the path of one step, over that at the speed of 1 um/min.
double path(State& state, const Parameters& parameters) {
  walk(state, parameters, 1);
  double sum = 0;
  const auto x = ways(state, cell::x), y = ways(state, cell::y), z = ways(state, cell::z);
  for (std::size_t i = 0; i < many; ++i)
    sum += std::sqrt(x[i] * x[i] + y[i] * y[i] + z[i] * z[i]) / dt_min / many;
  return sum;
}

double speed_in(float ecm, double pore_area, double collagen_mg_per_ml = 1.7) {
  Parameters parameters = walking(1, 1e4);
  testing::set_site(parameters, "motility", "site.*.pore_area", pore_area);
  testing::set_site(parameters, "motility", "site.*.collagen", collagen_mg_per_ml);
  State state = open_block(0, ecm);
  return path(state, parameters);
}

TEST(Motility, SpeedFallsLinearlyWithPoreAreaToNoneAtTheLimit) {
  EXPECT_NEAR(speed_in(1, 70), 1, 1e-4);
  EXPECT_NEAR(speed_in(1, 38.5), 0.5, 1e-4);
  EXPECT_NEAR(speed_in(1, 10), 3.0 / 63, 1e-4);
  EXPECT_EQ(speed_in(1, 7), 0);
  EXPECT_EQ(speed_in(1, 3), 0);
}

TEST(Motility, DegradedMatrixOpensPores) {
  EXPECT_NEAR(speed_in(0.5f, 10), (20.0 - 7) / 63, 1e-4);
  EXPECT_NEAR(speed_in(0.1f, 10), 1, 1e-4);
  EXPECT_NEAR(speed_in(0, 10), 1, 1e-4);
}

TEST(Motility, MoreCollagenNarrowsPores) {
  EXPECT_NEAR(speed_in(1, 38.5, 0.85), 1, 1e-4);
  EXPECT_NEAR(speed_in(1, 77, 3.4), 0.5, 1e-4);
  EXPECT_EQ(speed_in(1, 10, 2.5), 0);  // 6.8 um2
  EXPECT_NEAR(speed_in(1, 10, 0), 1, 1e-4);
}

TEST(Motility, SpeedLiesBetweenThePhenotypesByTheEmtScore) {
  Parameters parameters = walking(1, 1e4);
  testing::set_cell(parameters, "motility", "cell.*.mesenchymal.migration_speed", 5);
  for (const auto& [phenotype, speed] : {std::pair(Phenotype::epithelial, 1.0),
                                         {Phenotype::partial, 3.0},
                                         {Phenotype::mesenchymal, 5.0}}) {
    State state = open_block();
    testing::set_phenotype(*state.sites[0], phenotype);
    EXPECT_NEAR(path(state, parameters), speed, 1e-3);
  }
}

TEST(Motility, SleepersStayWhereTheyAre) {
  State state = open_block();
  testing::set_all(state.sites[0]->cells, colony::dormant, std::uint8_t{1});
  EXPECT_EQ(path(state, walking(1, 1)), 0);
}

TEST(Motility, ACloneMayBeFaster) {
  State state = open_block();
  testing::set_all(state.sites[0]->cells, trait::motility, 1.5f);
  EXPECT_NEAR(path(state, walking(1, 1)), 1.5, 1e-3);
}

TEST(Motility, WithoutSpeedNobodyMoves) {
  State state = open_block();
  walk(state, walking(0, 1), 5);
  const auto way = ways(state, cell::x);
  EXPECT_EQ(std::ranges::count(way, 0.0), many);
}

}  // namespace
}  // namespace metastasim
