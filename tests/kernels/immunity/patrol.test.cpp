#include <gtest/gtest.h>

#include <cmath>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/kernels/tissue/persistent_walk.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;

State crowd_of(CellKind kind) {
  State state = testing::box(64, 20);
  state.kind_of_type = {kind};
  testing::place(state, *state.sites[0],
                 std::vector<testing::PlacedCell>(n, {640, 640, 640, 4, kind}));
  return state;
}

/// A block with a signal that rises along x.
void slope_along_x(State& state, float per_um) {
  Site& site = *state.sites[0];
  std::vector<float> signal;
  for (std::int64_t v = 0; v < site.grid.voxels(); ++v)
    signal.push_back(per_um * site.grid.spacing_um * static_cast<float>(v % site.grid.nx));
  site.fields.from_host(immunity::signal, std::span<const float>(signal));
}

void crawl(State& state, const Parameters& parameters, double minutes, double dt) {
  for (int i = 0; i < minutes / dt; ++i) {
    testing::run_once(state, parameters, "patrol", dt);
    testing::run_once(state, parameters, "move_cells", dt);
  }
}

struct Way {
  testing::Estimate x, square;
};
Way mean_way(const State& state) {
  std::vector<double> along_x, square;
  const Table& cells = state.sites[0]->cells;
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = to_um(x[i]) - 640.0, dy = to_um(y[i]) - 640.0, dz = to_um(z[i]) - 640.0;
    along_x.push_back(dx);
    square.push_back(dx * dx + dy * dy + dz * dz);
  }
  return {testing::Estimate(along_x), testing::Estimate(square)};
}

TEST(Patrol, IsAPersistentRandomWalk) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell_parameter(parameters, "cell.*.immune.chemotaxis", 0);
  State state = crowd_of(CellKind::effector);
  const double t = 100, speed = 5, tau = 10, dt = 0.5;
  crawl(state, parameters, t, dt);
  const double expected = testing::walk_square_um2(speed, tau, dt, 200);
  const double fuerth = 2 * speed * speed * tau * (t - tau * (1 - std::exp(-t / tau)));
  EXPECT_NEAR(expected, fuerth, 0.001 * fuerth) << "the steps are short";
  const testing::Estimate found = mean_way(state).square;
  EXPECT_NEAR(found.mean, expected, 3.5 * found.mean_error);
}

TEST(Patrol, ClimbsTheSignal) {
  const Parameters parameters = testing::default_parameters();
  State climbing = crowd_of(CellKind::effector), lost = crowd_of(CellKind::effector);
  slope_along_x(climbing, 0.01f);
  crawl(climbing, parameters, 60, 1);
  crawl(lost, parameters, 60, 1);
  const testing::Estimate none = mean_way(lost).x, up = mean_way(climbing).x;
  EXPECT_NEAR(none.mean, 0, 3.5 * none.mean_error);
  const double expected = 5 * 60 * testing::mean_bias(0.5 * 10 / 11);
  EXPECT_NEAR(up.mean, expected, 3.5 * up.mean_error);
}

TEST(Patrol, WhoHoldsACellStays) {
  const Parameters parameters = testing::default_parameters();
  State state = crowd_of(CellKind::effector);
  const std::vector<std::uint64_t> held(state.sites[0]->cells.capacity(), 1);
  state.sites[0]->cells.from_host(immunity::target, std::span<const std::uint64_t>(held));
  crawl(state, parameters, 10, 1);
  EXPECT_EQ(mean_way(state).square.mean, 0);
}

TEST(Patrol, TumourCellsGoTheirOwnWayAndFibroblastsAreSlow) {
  const Parameters parameters = testing::default_parameters();
  State tumour = crowd_of(CellKind::tumour), stroma = crowd_of(CellKind::fibroblast);
  tumour.kind_of_type = {CellKind::effector};  // so that patrol runs at all
  crawl(tumour, parameters, 10, 1);
  crawl(stroma, parameters, 10, 1);
  EXPECT_EQ(mean_way(tumour).square.mean, 0);
  EXPECT_GT(mean_way(stroma).square.mean, 0);
  EXPECT_LE(mean_way(stroma).square.mean, std::pow(0.2 * 10, 2) * 1.001);
}

}  // namespace
}  // namespace metastasim
