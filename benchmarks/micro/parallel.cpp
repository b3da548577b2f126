#include <memory>

#include "benchmarks/micro/cases.hpp"
#include "kernels/core/buffer.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/parallel/sort.hpp"

namespace metastasim::bench {

namespace {

template <class T>
std::shared_ptr<Buffer<T>> noise(Device& device, std::int64_t n, std::uint64_t below) {
  std::vector<T> values(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(mix64(i) % below);
  auto buffer = std::make_shared<Buffer<T>>(device, values.size(), "noise");
  buffer->copy_from_host(values);
  return buffer;
}

/// The length of a list as kernels know it: a word on the device.
std::shared_ptr<Buffer<std::uint32_t>> length(Device& device, std::int64_t n) {
  const auto word = std::make_shared<Buffer<std::uint32_t>>(device, 1, "length");
  const auto value = static_cast<std::uint32_t>(n);
  word->copy_from_host(std::span(&value, 1));
  return word;
}

RowCount all_of(const Buffer<std::uint32_t>& length, std::int64_t n) {
  return {length.data(), static_cast<std::uint32_t>(n)};
}

/// Sorting spoils its input, so each run sorts a fresh copy of it, which is part of the time.
Case sorting(Device& device, std::int64_t n) {
  const auto keys = noise<std::uint32_t>(device, n, 1u << 24);
  const auto k = noise<std::uint32_t>(device, n, 1), v = noise<std::uint32_t>(device, n, 1);
  const auto now = length(device, n);
  const std::size_t bytes = static_cast<std::size_t>(n) * sizeof(std::uint32_t);
  return {"sort (24-bit keys, 32-bit values)", "key", n, {}, [&device, keys, k, v, now, n, bytes] {
            device.copy_within(k->data(), keys->data(), bytes);
            parallel::sort_pairs(device, k->data(), v->data(), all_of(*now, n), 24);
          }};
}

Case scanning(Device& device, std::int64_t n) {
  const auto values = noise<std::uint32_t>(device, n, 100);
  const auto sums = noise<std::uint32_t>(device, n + 1, 1);
  const auto now = length(device, n);
  return {"exclusive scan", "key", n, {2 * sizeof(std::uint32_t)}, [&device, values, sums, now, n] {
            parallel::exclusive_scan(device, values->data(), sums->data(), all_of(*now, n));
          }};
}

Case compacting(Device& device, std::int64_t n) {
  const auto flags = noise<std::uint8_t>(device, n, 2);
  const auto chosen = noise<std::uint32_t>(device, n, 1);
  const auto now = length(device, n), total = length(device, 0);
  return {"compact (half stay)",
          "key",
          n,
          {1 + sizeof(std::uint32_t) / 2.0},
          [&device, flags, chosen, now, total, n] {
            parallel::compact(device, flags->data(), chosen->data(), total->data(),
                              all_of(*now, n));
          }};
}

}  // namespace

std::vector<Case> parallel_cases(Device& device, std::int64_t n) {
  return {sorting(device, n), scanning(device, n), compacting(device, n)};
}

}  // namespace metastasim::bench
