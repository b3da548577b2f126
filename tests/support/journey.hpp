#pragma once
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/network.hpp"

/// Small journeys for tests.
namespace metastasim::testing {

/// The world of `box()`, with ticks of so many seconds.
State world(double tick_s = 60);

/// Sets one parameter, named by its key in the scenario, at every site or cell type.
void set_parameter(Parameters& parameters, const char* key, double value);

/// Journeys on which nothing kills, stops or differs from cell to cell; set what the test is about.
Parameters harmless_journey(std::size_t sites = 1);

struct Boarding {
  std::uint32_t segment = 0;
  float x_um = 0, y_um = 0, z_um = 0;
  float radius_um = 8.5f;
};
/// Appends `n` travellers that entered a segment just before the state's tick.
void set_off(State& state, std::uint32_t n, const Boarding& from);

/// The same for clusters of `members` cells each.
void set_off_clusters(State& state, std::uint32_t clusters, std::uint32_t members,
                      const Boarding& from);

/// Lets clusters board: their members meet `circulate`, then are told by `resolve` how large the
/// cluster is.
void board_clusters(State& state, const Parameters& parameters);

/// Runs `circulate` for `seconds` in steps of the state's tick.
void travel(State& state, const Parameters& parameters, double seconds);

/// Clears the news of all travellers, as `resolve` does when it has told them.
void tell_news(State& state);

/// How many travellers have this intent.
int intending(const State& state, Intent wanted);

}  // namespace metastasim::testing
