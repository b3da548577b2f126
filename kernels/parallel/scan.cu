#include "kernels/parallel/scan.hpp"

#include <omp.h>

#include <vector>

#include "kernels/core/launch.hpp"

#if defined(__CUDACC__)
#include <cuda_runtime.h>

#include <cub/device/device_scan.cuh>

#include "kernels/parallel/toolkit.hpp"
#endif

namespace metastasim::parallel {

namespace {

[[maybe_unused]] constexpr std::int64_t least_shared =
    1 << 15;  // below, waking threads costs more than it saves

/// Each thread sums its share, the shares are added in order, each thread writes its own: integers,
/// so exact.
void scan_on_cpu(const Device& device, const std::uint32_t* values, std::uint32_t* sums,
                 std::int64_t n) {
  std::vector<std::uint32_t> share(static_cast<std::size_t>(omp_get_max_threads()) + 1, 0);
#pragma omp parallel if (device.shares(n, least_shared))
  {
    const std::int64_t threads = omp_get_num_threads(), me = omp_get_thread_num();
    const std::int64_t first = n * me / threads, end = n * (me + 1) / threads;
    std::uint32_t sum = 0;
    for (std::int64_t i = first; i < end; ++i) sum += values[i];
    share[static_cast<std::size_t>(me) + 1] = sum;
#pragma omp barrier
#pragma omp single
    for (std::size_t t = 1; t < share.size(); ++t) share[t] += share[t - 1];
    sum = share[static_cast<std::size_t>(me)];
    for (std::int64_t i = first; i < end; ++i) {
      sums[i] = sum;
      sum += values[i];
    }
    if (end == n && first < n) sums[n] = sum;
  }
  if (n == 0) sums[0] = 0;
}

#if defined(__CUDACC__)
struct TakeTotal {
  const std::uint32_t *sums, *n;
  std::uint32_t* total;
  HD void operator()(std::int64_t) const { *total = sums[*n]; }
};

/// An inclusive scan shifted by one leaves the total in sums[n]. What stands behind the count adds to
/// no sum before it.
void scan_on_gpu(Device& device, const std::uint32_t* values, std::uint32_t* sums, std::int64_t n) {
  const cudaStream_t stream = static_cast<cudaStream_t>(device.stream());
  device.fill_zero(sums, sizeof(std::uint32_t));
  if (n == 0) return;
  std::size_t bytes = 0;
  cub::DeviceScan::InclusiveSum(nullptr, bytes, values, sums + 1, n, stream);
  Buffer<std::byte> scratch(device, bytes, "scan scratch", Contents::undefined);
  cub::DeviceScan::InclusiveSum(scratch.data(), bytes, values, sums + 1, n, stream);
  cuda_backend::check_launch("scan");
}
#endif

}  // namespace

void exclusive_scan(Device& device, const std::uint32_t* values, std::uint32_t* sums, RowCount n,
                    std::uint32_t* total) {
#if defined(__CUDACC__)
  if (device.is_cuda()) {
    scan_on_gpu(device, values, sums, n.most);
    if (total != nullptr) for_each_index(device, "scan total", 1, TakeTotal{sums, n.now, total});
    return;
  }
#endif
  LaunchScope scope(device, "scan");
  scan_on_cpu(device, values, sums, *n.now);
  if (total != nullptr) *total = sums[*n.now];
}

}  // namespace metastasim::parallel
