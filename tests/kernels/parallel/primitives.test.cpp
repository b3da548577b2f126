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

/// A list of n rows with memory for more, as lists inside a step are.
struct Listed {
  explicit Listed(std::size_t n)
      : now(on_device(std::vector<std::uint32_t>{static_cast<std::uint32_t>(n)})),
        most(static_cast<std::uint32_t>(n + n / 3 + 5)) {}
  RowCount rows() const { return {now.data(), most}; }
  Buffer<std::uint32_t> now;
  std::uint32_t most;
};

/// With noise behind, which must not show.
template <class T>
Buffer<T> padded(std::vector<T> values, const Listed& list) {
  for (std::size_t i = values.size(); i < list.most; ++i)
    values.push_back(static_cast<T>(mix64(i + 7)));
  return on_device(values);
}

template <class T>
std::vector<T> first_of(const Buffer<T>& buffer, std::size_t n) {
  auto values = buffer.to_host();
  values.resize(n);
  return values;
}

TEST(Parallel, ScanMatchesTheSerialSumAndEndsWithTheTotal) {
  for (const std::size_t n : {0, 1, 2, 31, 1000, 100003}) {
    const auto values = noise<std::uint32_t>(n, 100);
    const Listed list(n);
    Buffer<std::uint32_t> sums(testing::device(), list.most + 1, "sums");
    Buffer<std::uint32_t> total(testing::device(), 1, "total");
    parallel::exclusive_scan(testing::device(), padded(values, list).data(), sums.data(),
                             list.rows(), total.data());
    std::vector<std::uint32_t> expected(n + 1, 0);
    std::partial_sum(values.begin(), values.end(), expected.begin() + 1);
    EXPECT_EQ(first_of(sums, n + 1), expected) << n;
    EXPECT_EQ(total.to_host()[0], expected.back()) << n;
  }
}

template <class Key>
void expect_stable_sort(std::size_t n, std::uint64_t below, int bits) {
  const auto keys = noise<Key>(n, below);
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  const Listed list(n);
  auto sorted_keys = padded(keys, list);
  auto sorted_order = padded(order, list);
  parallel::sort_pairs(testing::device(), sorted_keys.data(), sorted_order.data(), list.rows(),
                       bits);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return keys[a] < keys[b]; });
  EXPECT_EQ(first_of(sorted_order, n), order) << n;
  EXPECT_TRUE(std::ranges::is_sorted(first_of(sorted_keys, n))) << n;
}

TEST(Parallel, SortIsStable) {
  for (const std::size_t n : {0, 1, 2, 33, 5000, 70001}) {
    expect_stable_sort<std::uint32_t>(n, 1000, 10);
    expect_stable_sort<std::uint64_t>(n, ~0ull, 64);
  }
}

TEST(Parallel, CompactKeepsOrder) {
  for (const std::size_t n : {0, 1, 10007, 100003}) {
    const auto flags = noise<std::uint8_t>(n, 2);
    const Listed list(n);
    Buffer<std::uint32_t> chosen(testing::device(), list.most, "chosen");
    Buffer<std::uint32_t> total(testing::device(), 1, "total");
    parallel::compact(testing::device(), padded(flags, list).data(), chosen.data(), total.data(),
                      list.rows());
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < flags.size(); ++i)
      if (flags[i]) expected.push_back(i);
    EXPECT_EQ(first_of(chosen, total.to_host()[0]), expected) << n;
  }
}

}  // namespace
}  // namespace metastasim
