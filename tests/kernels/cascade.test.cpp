#include "kernels/cascade.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

CascadeEntry every(int period_s) {
  CascadeEntry entry{Stage::move, period_s, {}};
  entry.process.name = "walk";
  return entry;
}

TEST(Cascade, PeriodsAreWholeNumbersOfTicks) {
  EXPECT_EQ(period_ticks(every(360), 12'000'000), 30u);
  EXPECT_THROW(period_ticks(every(6), 12'000'000), std::invalid_argument);
}
TEST(Cascade, PeriodZeroMeansEveryTick) {
  EXPECT_EQ(period_ticks(every(0), 6'000'000), 1u);
  EXPECT_EQ(period_ticks(every(0), 12'000'000), 1u);
}

}  // namespace
}  // namespace metastasim
