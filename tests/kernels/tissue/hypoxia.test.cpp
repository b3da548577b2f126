#include "kernels/tissue/hypoxia.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/tissue/sensed.hpp"
#include "tests/support/bench.hpp"

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

}  // namespace
}  // namespace metastasim
