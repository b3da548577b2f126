#include "host/sim/time_text.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

TEST(TimeText, CountsDaysFromZero) {
  EXPECT_EQ(day_text(0), "day 0, 00:00");
  EXPECT_EQ(day_text(1440 + 22 * 60 + 30), "day 1, 22:30");
  EXPECT_EQ(day_text(59.9999999999), "day 0, 01:00");
}

TEST(TimeText, NamesTheTwoLargestUnits) {
  EXPECT_EQ(duration_text(4.1 / 60), "4.1 s");
  EXPECT_EQ(duration_text(35), "35 min");
  EXPECT_EQ(duration_text(125), "2 h 05");
  EXPECT_EQ(duration_text(13 * 60), "13 h");
  EXPECT_EQ(duration_text(2880), "2 d");
  EXPECT_EQ(duration_text(2880 + 180), "2 d 03 h");
}

TEST(TimeText, GroupsThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1007), "1,007");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

TEST(TimeText, ShowsComputingTimeAsAClock) {
  EXPECT_EQ(clock_text(5), "0:05");
  EXPECT_EQ(clock_text(3 * 3600 + 2 * 60 + 11), "3:02:11");
}

}  // namespace
}  // namespace metastasim
