#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/immunity/immune_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

/// Effectors that meet tumour cells, for tests of what comes of it.
namespace metastasim::testing {

/// Groups far from one another: a tumour cell and so many effectors in touch with it, which hold it
/// if asked to. Type 0 is the tumour's, 1 the effectors'.
inline State encounters(int groups, int effectors, bool holding, std::uint64_t seed = 1) {
  State state = make_state(device(), seed, 6'000'000);
  add_site(state, device(), "box", Grid{64, 64, 16 * (groups / 2000 + 1), 20});
  state.kind_of_type = {CellKind::tumour, CellKind::effector};
  Site& site = *state.sites[0];
  std::vector<PlacedCell> cells;
  std::vector<std::uint64_t> target;
  for (int g = 0; g < groups; ++g) {
    const int row = g / 20 % 20, layer = g / 400;
    const float x = 40.0f + 60.0f * static_cast<float>(g % 20),
                y = 40.0f + 60.0f * static_cast<float>(row),
                z = 40.0f + 60.0f * static_cast<float>(layer);
    cells.push_back({x, y, z, 8});
    target.push_back(0);
    const std::uint64_t held = cells.size();
    for (int e = 0; e < effectors; ++e) {
      const float side = e % 2 == 0 ? 12.0f : -12.0f;
      cells.push_back({x + side, y, z, 4, CellKind::effector, 1});
      target.push_back(holding ? held : 0);
    }
  }
  place(state, site, cells);
  site.cells.from_host(immunity::target, std::span<const std::uint64_t>(target));
  return state;
}

inline Parameters attack_with(double attachment, double killing, double holds_for,
                              double exhaustion = 0, double spent = 0) {
  Parameters parameters = default_parameters(1, 2);
  const auto set = [&](const char* key, double value) {
    for (std::size_t type : {0u, 1u})
      set_cell_parameter(parameters, std::string("cell.*.immune.") + key, value, type);
  };
  set("attachment", attachment);
  set("killing", killing);
  set("holds_for", holds_for);
  set("exhaustion", exhaustion);
  set("spent_by_kill", spent);
  return parameters;
}

inline void attack(State& state, const Parameters& parameters, double minutes, double dt) {
  for (double t = 0; t < minutes - 1e-9; t += dt) run_once(state, parameters, "immune_attack", dt);
}

inline int killed(const State& state) {
  const auto intent = state.sites[0]->cells.to_host(cell::intent);
  return static_cast<int>(
      std::count(intent.begin(), intent.end(), static_cast<std::uint8_t>(Intent::die)));
}

/// 104,000 tumour cells in worlds of their own seeds, one to an effector.
constexpr int meetings = 8000, meeting_seeds = 13, all_meetings = meetings * meeting_seeds;

/// What `count` finds in all of them, after `minutes`.
template <class Count>
int in_all_meetings(bool holding, const Parameters& parameters, double minutes, double dt,
                    const Count& count, float strength = 1) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= meeting_seeds; ++seed) {
    State state = encounters(meetings, 1, holding, seed);
    const std::vector<float> strengths(state.sites[0]->cells.capacity(), strength);
    state.sites[0]->cells.from_host(immunity::strength, std::span<const float>(strengths));
    attack(state, parameters, minutes, dt);
    found += count(state);
  }
  return found;
}

inline std::uint32_t kills(const State& state) {
  const auto all = state.sites[0]->cells.to_host(immunity::kills);
  return std::accumulate(all.begin(), all.end(), 0u);
}

/// A share p of n, to within 3.5 standard errors.
inline void expect_share(int found, int n, double p) {
  EXPECT_NEAR(found, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

}  // namespace metastasim::testing
