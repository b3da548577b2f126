#include "kernels/cascade.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

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

int period_of(std::string_view name) {
  const auto has_name = [&](const CascadeEntry& entry) { return entry.process.name == name; };
  return std::ranges::find_if(cascade(), has_name)->period_s;
}

/// Else who is stuck would come free when the blood is solved, and releases would beat with it.
TEST(Cascade, TheFlowIsLookedAtAsOftenAsCellsAreCarried) {
  EXPECT_EQ(period_of("blood_flow"), period_of("circulate"));
  EXPECT_EQ(period_of("lymph_flow"), period_of("circulate"));
}

}  // namespace
}  // namespace metastasim
