#include "kernels/parallel/sort.hpp"

#include <omp.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kernels/core/launch.hpp"

#if defined(__CUDACC__)
#include <cuda_runtime.h>

#include <cub/device/device_radix_sort.cuh>

#include "kernels/parallel/toolkit.hpp"
#endif

namespace metastasim::parallel {

namespace {

[[maybe_unused]] constexpr std::int64_t least_shared =
    1 << 12;  // below, waking threads costs more than it saves
constexpr int digit_bits = 8;
constexpr std::size_t digits = 1 << digit_bits;

using Histogram = std::array<std::int64_t, digits>;

/// Counts by digit and thread become the first places of each thread's digits. False where all keys
/// have one digit: they are in order.
bool places_of(std::vector<Histogram>& counts, std::int64_t n) {
  std::int64_t next = 0;
  for (std::size_t d = 0; d < digits; ++d) {
    const std::int64_t before = next;
    for (Histogram& of_thread : counts) next += std::exchange(of_thread[d], next);
    if (next - before == n) return false;
  }
  return true;
}

/// One stable pass of a radix sort: histogram per thread, offsets digit by digit and thread by
/// thread, scatter. False where there was nothing to do.
template <class Key>
bool radix_pass(const Device& device, const Key* keys, const std::uint32_t* values, Key* keys_out,
                std::uint32_t* values_out, std::int64_t n, int shift) {
  std::vector<Histogram> offsets(static_cast<std::size_t>(omp_get_max_threads()), Histogram{});
  bool unordered = true;
#pragma omp parallel if (device.shares(n, least_shared))
  {
    const std::int64_t threads = omp_get_num_threads(), me = omp_get_thread_num();
    const std::int64_t first = n * me / threads, end = n * (me + 1) / threads;
    auto& mine = offsets[static_cast<std::size_t>(me)];
    for (std::int64_t i = first; i < end; ++i) ++mine[(keys[i] >> shift) & (digits - 1)];
#pragma omp barrier
#pragma omp single
    unordered = places_of(offsets, n);
    for (std::int64_t i = first; unordered && i < end; ++i) {
      const std::int64_t to = mine[(keys[i] >> shift) & (digits - 1)]++;
      keys_out[to] = keys[i];
      values_out[to] = values[i];
    }
  }
  return unordered;
}

template <class Key>
void sort_on_cpu(Device& device, Key* keys, std::uint32_t* values, RowCount rows, int key_bits) {
  LaunchScope scope(device, "sort");
  const std::int64_t n = *rows.now;
  if (n <= 1) return;
  Buffer<Key> other_keys(device, static_cast<std::size_t>(n), "sort scratch", Contents::undefined);
  Buffer<std::uint32_t> other_values(device, static_cast<std::size_t>(n), "sort scratch",
                                     Contents::undefined);
  Key *from = keys, *to = other_keys.data();
  std::uint32_t *from_values = values, *to_values = other_values.data();
  for (int shift = 0; shift < key_bits; shift += digit_bits) {
    if (!radix_pass(device, from, from_values, to, to_values, n, shift)) continue;
    std::swap(from, to);
    std::swap(from_values, to_values);
  }
  if (from == keys) return;
  std::copy(from, from + n, keys);
  std::copy(from_values, from_values + n, values);
}

#if defined(__CUDACC__)
/// What is no pair of the list goes behind all that are: the sort is stable.
template <class Key>
struct PutLast {
  const std::uint32_t* count;
  Key* keys;
  HD void operator()(std::int64_t i) const {
    if (i >= *count) keys[i] = ~Key{0};
  }
};

template <class Key>
void sort_on_gpu(Device& device, Key* keys, std::uint32_t* values, RowCount rows, int key_bits) {
  const cudaStream_t stream = static_cast<cudaStream_t>(device.stream());
  const std::int64_t n = rows.most;
  for_each_index(device, "sort padding", n, PutLast<Key>{rows.now, keys});
  Buffer<Key> other_keys(device, static_cast<std::size_t>(n), "sort scratch", Contents::undefined);
  Buffer<std::uint32_t> other_values(device, static_cast<std::size_t>(n), "sort scratch",
                                     Contents::undefined);
  cub::DoubleBuffer<Key> k(keys, other_keys.data());
  cub::DoubleBuffer<std::uint32_t> v(values, other_values.data());
  std::size_t bytes = 0;
  cub::DeviceRadixSort::SortPairs(nullptr, bytes, k, v, n, 0, key_bits, stream);
  Buffer<std::byte> scratch(device, bytes, "sort scratch", Contents::undefined);
  cub::DeviceRadixSort::SortPairs(scratch.data(), bytes, k, v, n, 0, key_bits, stream);
  cuda_backend::check_launch("sort");
  if (k.Current() == keys) return;
  device.copy_within(keys, k.Current(), static_cast<std::size_t>(n) * sizeof(Key));
  device.copy_within(values, v.Current(), static_cast<std::size_t>(n) * sizeof(std::uint32_t));
}
#endif

template <class Key>
void sort_anywhere(Device& device, Key* keys, std::uint32_t* values, RowCount n, int key_bits) {
  if (n.most <= 1) return;
#if defined(__CUDACC__)
  if (device.is_cuda()) return sort_on_gpu(device, keys, values, n, key_bits);
#endif
  sort_on_cpu(device, keys, values, n, key_bits);
}

}  // namespace

void sort_pairs(Device& device, std::uint32_t* keys, std::uint32_t* values, RowCount n,
                int key_bits) {
  sort_anywhere(device, keys, values, n, key_bits);
}
void sort_pairs(Device& device, std::uint64_t* keys, std::uint32_t* values, RowCount n,
                int key_bits) {
  sort_anywhere(device, keys, values, n, key_bits);
}

}  // namespace metastasim::parallel
