// First pass: of cells that come into an organ all at once most stop there, and stay, although together they
// shut nearly all its ways and the whole pressure comes to stand across each. Of B16F10 cells 98 % are held
// in the lungs of mice (Cameron 2000, second-hand).
#include <gtest/gtest.h>

#include "host/sim/model.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

TEST(FirstPass, OfManyCellsAtOnceIsTheLastForMost) {
  Model model = build_model(testing::scenario("injected_lung"), testing::device());
  std::uint64_t fewest = 200;
  for (int minute = 1; minute <= 30; ++minute) {
    advance(testing::device(), model.state, model.parameters);
    const std::uint64_t under_way = count_journey(model.state).in_transit;
    if (minute > 3) {
      EXPECT_LE(under_way, 20u) << "of 200 in minute " << minute;
      EXPECT_LE(under_way, fewest + 10) << "they are not torn off together, minute " << minute;
    }
    fewest = std::min(fewest, under_way);
  }
  const auto out = model.state.counters.to_host()[static_cast<std::size_t>(Count::extravasated)];
  EXPECT_GT(out, 20u);
  EXPECT_GT(count_journey(model.state).arrested + out, 150u);
}

}  // namespace
}  // namespace metastasim
