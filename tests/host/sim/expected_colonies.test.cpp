#include "host/sim/expected_colonies.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

/// 20,000 samples: the mean of a product of four stages is known to about a hundredth.
TEST(ExpectedColonies, IsTheProductOfTheStages) {
  Funnel f;
  f.entered_blood = 100'000;
  f.extravasated = 40'000;
  f.died_immune = 60'000;
  f.growing = 1'000;
  f.colonies = 600;
  f.died_after_extravasation = 400;
  const ExpectedColonies e = expected_colonies(f);
  EXPECT_NEAR(e.mean, 600, 6);
  EXPECT_GT(e.low, 540);
  EXPECT_LT(e.high, 665);
}

TEST(ExpectedColonies, OfARunWithoutEntriesReachDownToNothing) {
  const ExpectedColonies e = expected_colonies(Funnel{});
  EXPECT_LT(e.low, 1e-3);
  EXPECT_GT(e.mean, 0);
  EXPECT_LT(e.high, 1);
}

/// Of one stage alone Jeffreys' interval is known: 0 of 100, to 0.0247 (Brown 2001).
TEST(ExpectedColonies, FollowTheIntervalOfJeffreysWhereOneStageIsUnsure) {
  Funnel f;
  f.entered_blood = 100'000'000;
  f.extravasated = 100'000'000;
  f.growing = 100'000'000;
  f.colonies = 0;
  f.died_after_extravasation = 100;
  const ExpectedColonies e = expected_colonies(f);
  EXPECT_NEAR(e.high / 1e8, 0.0247, 0.0015);
}

TEST(ExpectedColonies, FallWhereMoreDieOnTheWay) {
  Funnel few;
  few.entered_blood = 500;
  few.extravasated = 250;
  few.died_shear = 50;
  few.growing = 20;
  few.colonies = 2;
  Funnel many = few;
  many.died_shear = 200;
  EXPECT_LT(expected_colonies(many).mean, expected_colonies(few).mean);
  EXPECT_LT(expected_colonies(many).high, expected_colonies(few).high);
}

}  // namespace
}  // namespace metastasim
