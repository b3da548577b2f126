#include <gtest/gtest.h>

#include <cmath>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

constexpr int n = 3000;

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
  double x = 0, square = 0;
};
Way mean_way(const State& state) {
  Way way;
  const Table& cells = state.sites[0]->cells;
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = to_um(x[i]) - 640.0, dy = to_um(y[i]) - 640.0, dz = to_um(z[i]) - 640.0;
    way.x += dx / n;
    way.square += (dx * dx + dy * dy + dz * dz) / n;
  }
  return way;
}

TEST(Patrol, IsAPersistentRandomWalk) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell_parameter(parameters, "cell.*.immune.chemotaxis", 0);
  State state = crowd_of(CellKind::effector);
  const double t = 100, speed = 5, tau = 10, dt = 0.5;
  crawl(state, parameters, t, dt);
  // Fuerth; turns come at the steps, which adds dt/2 to tau.
  const double expected = 2 * speed * speed * tau * (t - tau * (1 - std::exp(-t / tau)));
  const double se = expected * std::sqrt(2.0 / 3 / n);
  EXPECT_NEAR(mean_way(state).square, expected, 3.5 * se + expected * dt / tau / 2);
}

TEST(Patrol, ClimbsTheSignal) {
  const Parameters parameters = testing::default_parameters();
  State climbing = crowd_of(CellKind::effector), lost = crowd_of(CellKind::effector);
  slope_along_x(climbing, 0.01f);
  crawl(climbing, parameters, 60, 1);
  crawl(lost, parameters, 60, 1);
  const double spread = std::sqrt(mean_way(lost).square / 3 / n);
  EXPECT_LT(std::abs(mean_way(lost).x), 3.5 * spread);
  EXPECT_GT(mean_way(climbing).x, 60);  // steered by 0.5 x 10/11 at 5 um/min for an hour: 136 um
}

TEST(Patrol, WhoHoldsACellStays) {
  const Parameters parameters = testing::default_parameters();
  State state = crowd_of(CellKind::effector);
  const std::vector<std::uint64_t> held(state.sites[0]->cells.capacity(), 1);
  state.sites[0]->cells.from_host(immunity::target, std::span<const std::uint64_t>(held));
  crawl(state, parameters, 10, 1);
  EXPECT_EQ(mean_way(state).square, 0);
}

TEST(Patrol, TumourCellsGoTheirOwnWayAndFibroblastsAreSlow) {
  const Parameters parameters = testing::default_parameters();
  State tumour = crowd_of(CellKind::tumour), stroma = crowd_of(CellKind::fibroblast);
  tumour.kind_of_type = {CellKind::effector};  // so that patrol runs at all
  crawl(tumour, parameters, 10, 1);
  crawl(stroma, parameters, 10, 1);
  EXPECT_EQ(mean_way(tumour).square, 0);
  EXPECT_GT(mean_way(stroma).square, 0);
  EXPECT_LE(mean_way(stroma).square, std::pow(0.2 * 10, 2) * 1.001);
}

}  // namespace
}  // namespace metastasim
