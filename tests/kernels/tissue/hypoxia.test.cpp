#include "kernels/tissue/hypoxia.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/tissue/sensed.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

TEST(Hypoxia, RelaxesExponentiallyToItsTargetWhateverTheStep) {
  const Parameters defaults = testing::default_parameters();
  for (const double dt : {60.0, 6.0}) {
    State state = testing::box();
    Site& site = *state.sites[0];
    testing::place(state, site, {{100, 100, 100}});
    const float po2 = 6.5f;
    std::vector<float> column(site.cells.capacity(), po2);
    site.cells.from_host(sensed::po2, std::span<const float>(column));
    for (int i = 0; i < 120 / dt; ++i) testing::run_once(state, defaults, "hypoxia", dt);
    const double target = 1 / (1 + std::pow(6.5 / 13, 2));
    EXPECT_NEAR(site.cells.to_host(hypoxia::hif)[0], target * (1 - std::exp(-120.0 / 60)), 1e-5);
  }
}

TEST(Hypoxia, SettlesAtHillsCurveOfAnySteepness) {
  for (const double steepness : {1.0, 2.0, 4.0})
    for (const float po2 : {0.0f, 5.0f, 10.0f, 40.0f}) {
      Parameters parameters = testing::default_parameters();
      testing::set_cell_parameter(parameters, "cell.*.hypoxia_half", 10);
      testing::set_cell_parameter(parameters, "cell.*.hypoxia_steepness", steepness);
      State state = testing::box();
      Site& site = *state.sites[0];
      testing::place(state, site, {{100, 100, 100}});
      const std::vector<float> column(site.cells.capacity(), po2);
      site.cells.from_host(sensed::po2, std::span<const float>(column));
      testing::run_once(state, parameters, "hypoxia", 1e6);
      EXPECT_NEAR(site.cells.to_host(hypoxia::hif)[0], 1 / (1 + std::pow(po2 / 10, steepness)),
                  1e-5)
          << po2 << " mmHg, " << steepness;
    }
}

}  // namespace
}  // namespace metastasim
