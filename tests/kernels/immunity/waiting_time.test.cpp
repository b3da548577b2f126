// How long a held cell lives: the law of its waiting time, of a fresh effector and of one that tires.
#include <functional>

#include "tests/kernels/immunity/encounters.hpp"

namespace metastasim {
namespace {

constexpr int groups = 8000, seeds = 13;  // 104,000 held cells
constexpr double kills_per_min = 1.0 / 15, dt_min = 2;

/// The dead of all seeds against  n (1 - exp(-H(t))),  H the hazard up to t, at five times.
void expect_dead_by(const Parameters& parameters, const std::function<double(double)>& hazard) {
  const int steps = 25, every = 5;
  std::vector<int> dead(steps / every, 0);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State state = testing::encounters(groups, 1, true, seed);
    for (int step = 1; step <= steps; ++step) {
      testing::attack(state, parameters, dt_min, dt_min);
      if (step % every == 0) dead[step / every - 1] += testing::killed(state);
    }
  }
  for (std::size_t i = 0; i < dead.size(); ++i)
    testing::expect_share(dead[i], groups * seeds,
                          1 - std::exp(-hazard(static_cast<double>(i + 1) * every * dt_min)));
}

TEST(WaitingTime, UnderAFreshEffectorIsExponential) {
  expect_dead_by(testing::attack_with(0, kills_per_min, 1e5),
                 [](double t) { return kills_per_min * t; });
}

TEST(WaitingTime, UnderAnEffectorThatTiresHasTheHazardThatIsLeft) {
  const double tires = 0.04;
  // strength is that of a step's start: a geometric sum, whose limit for short steps is the integral
  expect_dead_by(testing::attack_with(0, kills_per_min, 1e5, tires), [&](double t) {
    return kills_per_min * dt_min * (1 - std::exp(-tires * t)) / (1 - std::exp(-tires * dt_min));
  });
}

TEST(WaitingTime, StrengthFallsGeometricallyWithKills) {
  State state = testing::box();
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  std::vector<testing::PlacedCell> cells{{160, 160, 160, 4, CellKind::effector, 1}};
  for (const float away : {-12.0f, 12.0f}) {
    cells.push_back({160 + away, 160, 160, 8});
    cells.push_back({160, 160 + away, 160, 8});
    cells.push_back({160, 160, 160 + away, 8});
  }
  testing::place(state, *state.sites[0], cells);
  testing::attack(state, testing::attack_with(100, 100, 1e5, 0, 0.3), 100, 1);
  EXPECT_EQ(testing::kills(state), 6u);
  EXPECT_NEAR(state.sites[0]->cells.to_host(immunity::strength)[0], std::pow(0.7, 6), 1e-6);
}

}  // namespace
}  // namespace metastasim
