#include "kernels/core/random.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

// Known answers of Random123 1.14 (kat_vectors, philox4x32 10 rounds).
TEST(Philox, KnownAnswers) {
  const RandomBlock zero = Draws{0, 0, 0, 0}.block(0);
  EXPECT_EQ(zero.word[0], 0x6627e8d5u);
  EXPECT_EQ(zero.word[1], 0xe169c58du);
  EXPECT_EQ(zero.word[2], 0xbc57ac4cu);
  EXPECT_EQ(zero.word[3], 0x9b00dbd8u);
  const RandomBlock ones = Draws{~0ull, ~0ull, ~0u, 0xffff}.block(0xffff);
  EXPECT_EQ(ones.word[0], 0x408f276du);
  EXPECT_EQ(ones.word[1], 0x41c83b0eu);
  EXPECT_EQ(ones.word[2], 0xa20bc7c6u);
  EXPECT_EQ(ones.word[3], 0x6d5451fdu);
}

struct Moments {
  double mean = 0, variance = 0;
};
template <class Draw>
Moments moments(const Draw& draw) {
  constexpr int n = 1 << 20;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double v = draw(Draws{7, static_cast<std::uint64_t>(i), 3, 5});
    sum += v;
    squares += v * v;
  }
  return {sum / n, squares / n - sum / n * sum / n};
}

TEST(Draws, UniformHasItsMoments) {
  const Moments m = moments([](const Draws& d) { return d.uniform(0); });
  EXPECT_NEAR(m.mean, 0.5, 1e-3);
  EXPECT_NEAR(m.variance, 1.0 / 12, 1e-3);
}
TEST(Draws, ExponentialHasItsMoments) {
  const Moments m = moments([](const Draws& d) { return d.exponential(0); });
  EXPECT_NEAR(m.mean, 1, 3.5e-3);
  EXPECT_NEAR(m.variance, 1, 1e-2);
}
TEST(Draws, NormalHasItsMoments) {
  const Moments m = moments([](const Draws& d) { return d.normal(0); });
  EXPECT_NEAR(m.mean, 0, 3.5e-3);
  EXPECT_NEAR(m.variance, 1, 5e-3);
}
TEST(Draws, ExtremeWordsStayInsideTheOpenInterval) {
  const std::uint32_t low[2] = {0, 0}, high[2] = {~0u, ~0u};
  EXPECT_GT(Draws::open_unit(low), 0);
  EXPECT_LT(Draws::open_unit(high), 1);
}
TEST(Draws, DirectionsAreUnitVectorsWithoutAPreferredWay) {
  double sx = 0, sz = 0;
  constexpr int n = 100000;
  for (int i = 0; i < n; ++i) {
    const UnitVector v = random_direction(Draws{7, static_cast<std::uint64_t>(i), 3, 5}, 1);
    ASSERT_NEAR(v.x * v.x + v.y * v.y + v.z * v.z, 1, 1e-5);
    sx += v.x;
    sz += v.z;
  }
  EXPECT_NEAR(sx / n, 0, 3.5 / std::sqrt(3.0 * n));
  EXPECT_NEAR(sz / n, 0, 3.5 / std::sqrt(3.0 * n));
}

}  // namespace
}  // namespace metastasim
