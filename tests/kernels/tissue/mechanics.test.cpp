#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <numeric>

#include "kernels/invasion/membrane.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/tissue/motion.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

using testing::PlacedCell;

State crowd(const std::vector<PlacedCell>& cells, int voxels = 16) {
  State state = testing::box(voxels);
  testing::place(state, *state.sites[0], cells);
  return state;
}
Table& cells_of(State& state) { return state.sites[0]->cells; }

void step(State& state, const Parameters& parameters, double dt_min = 0.1) {
  testing::run_once(state, parameters, "mechanics", dt_min);
  testing::run_once(state, parameters, "move_cells", dt_min);
}

double distance(State& state, std::size_t a, std::size_t b) {
  double square = 0;
  for (const auto& axis : {cell::x, cell::y, cell::z}) {
    const auto p = cells_of(state).to_host(axis);
    square += std::pow((static_cast<double>(p[a]) - p[b]) / units_per_um, 2);
  }
  return std::sqrt(square);
}

/// Where repulsion c (1 - u)^2 and adhesion h (1 - u/1.25)^2 balance, u = d/R.
double distance_at_rest(double repulsion, double adhesion, double sum_of_radii) {
  const double c = std::sqrt(repulsion), h = std::sqrt(adhesion);
  return sum_of_radii * (c - h) / (c - h / 1.25);
}

/// Steps below one unit of position are truncated to none: how far from there a pair stops whose
/// line lies along no axis, where the smallest component of its direction that moves is 0.6.
double stalls_within(double repulsion, double adhesion, double sum_of_radii, double dt_min) {
  const double u = distance_at_rest(repulsion, adhesion, sum_of_radii) / sum_of_radii;
  const double slope = 2 / sum_of_radii * (repulsion * (1 - u) - adhesion * (1 - u / 1.25) / 1.25);
  return um_per_unit / dt_min / 0.6 / slope;
}

TEST(Mechanics, TwoCellsComeToRestAtTheClosedForm) {
  const Parameters defaults = testing::default_parameters();
  for (const float start : {10.0f, 20.0f}) {
    State state = crowd({{100, 100, 100, 8}, {100 + start * 0.6f, 100 + start * 0.8f, 100, 9}});
    for (int i = 0; i < 5000; ++i) step(state, defaults);
    EXPECT_NEAR(distance(state, 0, 1), distance_at_rest(10, 0.4, 17),
                stalls_within(10, 0.4, 17, 0.1));
  }
}

TEST(Mechanics, AdhesionFallsWithTheEmtScore) {
  const Parameters defaults = testing::default_parameters();
  for (const auto& [phenotype, share] :
       {std::pair(Phenotype::partial, 0.6), std::pair(Phenotype::mesenchymal, 0.2)}) {
    State state = crowd({{100, 100, 100, 8.5f}, {116, 100, 100, 8.5f}});
    testing::set_phenotype(*state.sites[0], phenotype);
    for (int i = 0; i < 5000; ++i) step(state, defaults);
    EXPECT_NEAR(distance(state, 0, 1), distance_at_rest(10, 0.4 * share, 17),
                stalls_within(10, 0.4 * share, 17, 0.1));
  }
}

TEST(Mechanics, WithoutRepulsionAndAdhesionNobodyMoves) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "mechanics", "cell.*.repulsion", 0);
  testing::set_cell(parameters, "mechanics", "cell.*.adhesion_strength", 0);
  State state = crowd(testing::strewn(200, 100, 60));
  const Table& cells = state.sites[0]->cells;
  const auto before = cells.to_host(cell::x);
  for (int i = 0; i < 10; ++i) step(state, parameters);
  EXPECT_EQ(cells.to_host(cell::x), before);
}

TEST(Mechanics, CellsOutOfReachDoNotFeelEachOther) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd({{100, 100, 100, 8}, {121.3f, 100, 100, 9}});  // S = 1.25 * 17 = 21.25
  step(state, defaults);
  EXPECT_EQ(cells_of(state).to_host(cell::x), (std::vector{to_fixed(100), to_fixed(121.3f)}));
  EXPECT_EQ(cells_of(state).to_host(motion::contacts), (std::vector<std::uint8_t>{0, 0}));
}

TEST(Mechanics, MomentumIsZeroToTheLastUnit) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd(testing::strewn(2000, 50, 150));
  testing::run_once(state, defaults, "mechanics", 0.1);
  for (const auto& axis : {motion::step_x, motion::step_y, motion::step_z}) {
    const auto steps = cells_of(state).to_host(axis);
    EXPECT_EQ(std::accumulate(steps.begin(), steps.end(), std::int64_t{0}), 0);
    EXPECT_GT(std::ranges::count_if(steps, [](auto s) { return s != 0; }), 1900);
  }
}

TEST(Mechanics, ContactsAreThoseOfASearchOverAllPairs) {
  const Parameters defaults = testing::default_parameters();
  const auto cells = testing::strewn(800, -15, 170);  // some lie outside the block
  State state = crowd(cells);
  testing::run_once(state, defaults, "mechanics", 0.1);
  const auto contacts = cells_of(state).to_host(motion::contacts);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    int expected = 0;
    for (std::size_t j = 0; j < cells.size(); ++j)
      if (i != j)
        expected += distance(state, i, j) <
                    1.25 * (static_cast<double>(cells[i].radius_um) + cells[j].radius_um);
    ASSERT_EQ(contacts[i], expected) << i;
  }
}

TEST(Mechanics, CellsAtOnePlacePartInOppositeDirections) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd({{100, 100, 100}, {100, 100, 100}});
  testing::run_once(state, defaults, "mechanics", 0.1);
  std::int64_t square = 0;
  for (const auto& axis : {motion::step_x, motion::step_y, motion::step_z}) {
    const auto s = cells_of(state).to_host(axis);
    EXPECT_EQ(s[0], -s[1]);
    square += static_cast<std::int64_t>(s[0]) * s[0];
  }
  EXPECT_NEAR(std::sqrt(static_cast<double>(square)) / units_per_um, (10 - 0.4) * 0.1, 1e-4);
}

/// Fingerprint after ten steps with a given number of threads, the rows shuffled before each step.
Fingerprint after_ten_steps(int threads, bool shuffle) {
  const Parameters defaults = testing::default_parameters();
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  State state = crowd(testing::strewn(3000, 20, 200));
  for (std::uint64_t i = 0; i < 10; ++i) {
    if (shuffle) testing::reorder(cells_of(state), testing::shuffled(3000, i + 1));
    step(state, defaults);
  }
  omp_set_num_threads(before);
  return fingerprint(state);
}

TEST(Mechanics, DoesNotDependOnThreadsOrStorageOrder) {
  const Fingerprint expected = after_ten_steps(1, false);
  for (const int threads : {1, 2, 3, 8}) EXPECT_EQ(after_ten_steps(threads, true), expected);
}

TEST(Mechanics, MirrorImagesMoveAsMirrorImages) {
  const Parameters defaults = testing::default_parameters();
  const std::int32_t high = to_fixed(16 * 20) - 1;
  const auto mirrored = [&](std::vector<std::int32_t> p) {
    for (auto& v : p) v = high - v;
    return p;
  };
  for (const auto& axis : {cell::x, cell::y, cell::z}) {
    State state = crowd(testing::strewn(1000, 0, 130)),
          mirror = crowd(testing::strewn(1000, 0, 130));
    const auto image = mirrored(cells_of(state).to_host(axis));
    cells_of(mirror).from_host(axis, std::span<const std::int32_t>(image));
    for (int i = 0; i < 10; ++i) {
      step(state, defaults);
      step(mirror, defaults);
    }
    for (const auto& other : {cell::x, cell::y, cell::z}) {
      const auto p = cells_of(state).to_host(other);
      EXPECT_EQ(cells_of(mirror).to_host(other), other.key == axis.key ? mirrored(p) : p);
    }
  }
}

TEST(Mechanics, TurnedWorldsMoveAsTurnedWorldsToWithinAUnitPerNeighbour) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd(testing::strewn(1000, 0, 130)), turned = crowd(testing::strewn(1000, 0, 130));
  const auto x = cells_of(state).to_host(cell::x), y = cells_of(state).to_host(cell::y),
             z = cells_of(state).to_host(cell::z);
  cells_of(turned).from_host(cell::x, std::span<const std::int32_t>(z));
  cells_of(turned).from_host(cell::y, std::span<const std::int32_t>(x));
  cells_of(turned).from_host(cell::z, std::span<const std::int32_t>(y));
  testing::run_once(state, defaults, "mechanics", 0.1);
  testing::run_once(turned, defaults, "mechanics", 0.1);
  const auto contacts = cells_of(state).to_host(motion::contacts);
  EXPECT_EQ(cells_of(turned).to_host(motion::contacts), contacts);
  const auto here = cells_of(state).to_host(motion::step_x);
  const auto there = cells_of(turned).to_host(motion::step_y);
  for (std::size_t i = 0; i < here.size(); ++i) ASSERT_NEAR(here[i], there[i], contacts[i]) << i;
}

TEST(Mechanics, PressureIsOneInARelaxedClosePacking) {
  const Parameters defaults = testing::default_parameters();
  std::vector<PlacedCell> cells{{150, 150, 150}};
  const float d = static_cast<float>(distance_at_rest(10, 0.4, 17)) / std::sqrt(2.0f);
  for (const float a : {-d, d})
    for (const float b : {-d, d}) {
      cells.push_back({150 + a, 150 + b, 150});
      cells.push_back({150 + a, 150, 150 + b});
      cells.push_back({150, 150 + a, 150 + b});
    }
  State state = crowd(cells);
  testing::run_once(state, defaults, "mechanics", 0.1);
  EXPECT_EQ(cells_of(state).to_host(motion::contacts)[0], 12);
  EXPECT_NEAR(cells_of(state).to_host(motion::pressure)[0], 1, 0.02);
}

TEST(MoveCells, WallsHoldCentresInTheBlock) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd(testing::strewn(300, 0, 20));  // far too many for the corner
  for (int i = 0; i < 50; ++i) step(state, defaults);
  for (const auto& axis : {cell::x, cell::y, cell::z}) {
    const auto p = cells_of(state).to_host(axis);
    EXPECT_EQ(*std::ranges::min_element(p), 0);
    EXPECT_LT(*std::ranges::max_element(p), to_fixed(16 * 20));
  }
}

/// Cells outside the membrane after a crowd packed far too tightly has pushed
/// for 200 steps.
std::ptrdiff_t escaped(bool intact) {
  const Parameters defaults = testing::default_parameters();
  State state = crowd(testing::strewn(800, 130, 60));
  Fields& fields = state.sites[0]->fields;
  invasion::place_basement_membrane(fields, 160, 160, 160, 62);
  if (!intact) {
    const std::vector<float> none(16 * 16 * 16, 0.0f);
    for (const auto& faces : {field::membrane_x, field::membrane_y, field::membrane_z})
      fields.from_host(faces, std::span<const float>(none));
  }
  for (int i = 0; i < 200; ++i) step(state, defaults);
  const auto enclosed = fields.to_host(invasion::membrane::enclosed);
  const auto x = cells_of(state).to_host(cell::x), y = cells_of(state).to_host(cell::y),
             z = cells_of(state).to_host(cell::z);
  std::ptrdiff_t outside = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Voxel v = fields.grid().voxel_at({x[i], y[i], z[i]});
    outside += enclosed[static_cast<std::size_t>(fields.grid().number(v.x, v.y, v.z))] == 0;
  }
  return outside;
}

TEST(MoveCells, AnIntactMembraneHoldsAllCellsThatPushAgainstIt) {
  EXPECT_EQ(escaped(true), 0);
  EXPECT_GT(escaped(false), 100);
}

}  // namespace
}  // namespace metastasim
