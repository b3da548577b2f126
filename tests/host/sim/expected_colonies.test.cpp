#include "host/sim/expected_colonies.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

/// Exact 95 % limits of a Poisson mean from one count, as tabled since Garwood 1936.
TEST(ExpectedColonies, LieWithinThePublishedLimitsOfGarwood) {
  struct Row {
    std::uint64_t count;
    double low, high;
  };
  for (const Row& row : {Row{1, 0.0253, 5.572}, Row{2, 0.2422, 7.225}, Row{10, 4.795, 18.39},
                         Row{50, 37.11, 65.92}, Row{100, 81.36, 121.63}}) {
    const ExpectedColonies e = expected_colonies(row.count);
    EXPECT_EQ(e.mean, static_cast<double>(row.count));
    EXPECT_NEAR(e.low / row.low, 1, 1e-3) << row.count;
    EXPECT_NEAR(e.high / row.high, 1, 1e-3) << row.count;
  }
}

/// Three in a hundred runs that expect -ln 0.025 colonies have none.
TEST(ExpectedColonies, OfARunWithoutAnyAreNoneToAFew) {
  const ExpectedColonies none = expected_colonies(0);
  EXPECT_EQ(none.mean, 0);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 3.68888, 1e-5);
}

TEST(ExpectedColonies, OfManyScatterAsTheRootOfTheirNumber) {
  const ExpectedColonies many = expected_colonies(40'000);
  EXPECT_NEAR(many.low, 40'000 - 1.96 * 200, 5);
  EXPECT_NEAR(many.high, 40'000 + 1.96 * 200, 5);
}

}  // namespace
}  // namespace metastasim
