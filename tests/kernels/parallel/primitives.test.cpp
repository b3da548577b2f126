#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "kernels/core/buffer.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/parallel/sort.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

template <class T>
std::vector<T> noise(std::size_t n, std::uint64_t below) {
  std::vector<T> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<T>(mix64(i) % below);
  return values;
}

template <class T>
Buffer<T> on_device(const std::vector<T>& values) {
  Buffer<T> buffer(testing::device(), values.size(), "test");
  if (!values.empty()) buffer.copy_from_host(values);
  return buffer;
}

TEST(Parallel, ScanMatchesTheSerialSumAndEndsWithTheTotal) {
  for (const std::size_t n : {0, 1, 2, 31, 1000, 100003}) {
    const auto values = noise<std::uint32_t>(n, 100);
    Buffer<std::uint32_t> sums(testing::device(), n + 1, "sums");
    parallel::exclusive_scan(testing::device(), on_device(values).data(), sums.data(),
                             static_cast<std::int64_t>(n));
    std::vector<std::uint32_t> expected(n + 1, 0);
    std::partial_sum(values.begin(), values.end(), expected.begin() + 1);
    EXPECT_EQ(sums.to_host(), expected) << n;
  }
}

template <class Key>
void expect_stable_sort(std::size_t n, std::uint64_t below, int bits) {
  const auto keys = noise<Key>(n, below);
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  auto sorted_keys = on_device(keys);
  auto sorted_order = on_device(order);
  parallel::sort_pairs(testing::device(), sorted_keys.data(), sorted_order.data(),
                       static_cast<std::int64_t>(n), bits);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
  EXPECT_EQ(sorted_order.to_host(), order) << n;
  EXPECT_TRUE(std::ranges::is_sorted(sorted_keys.to_host())) << n;
}

TEST(Parallel, SortIsStable) {
  for (const std::size_t n : {0, 1, 2, 33, 5000, 70001}) {
    expect_stable_sort<std::uint32_t>(n, 1000, 10);
    expect_stable_sort<std::uint64_t>(n, ~0ull, 64);
  }
}

TEST(Parallel, CompactKeepsOrder) {
  const auto flags = noise<std::uint8_t>(10007, 2);
  Buffer<std::uint32_t> chosen(testing::device(), flags.size(), "chosen");
  const std::uint32_t count =
      parallel::compact(testing::device(), on_device(flags).data(), chosen.data(), 10007);
  std::vector<std::uint32_t> expected;
  for (std::uint32_t i = 0; i < flags.size(); ++i)
    if (flags[i]) expected.push_back(i);
  auto found = chosen.to_host();
  found.resize(count);
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace metastasim
