#include "kernels/parallel/compact.hpp"

#include <omp.h>

#include <vector>

#include "kernels/core/launch.hpp"
#include "kernels/parallel/scan.hpp"

namespace metastasim::parallel {

namespace {

[[maybe_unused]] constexpr std::int64_t least_shared =
    1 << 15;  // below, waking threads costs more than it saves

/// Each thread counts its share, and writes it behind those of the threads before.
void compact_on_cpu(const Device& device, const std::uint8_t* flags, std::uint32_t* chosen,
                    std::uint32_t* total, std::int64_t n) {
  std::vector<std::uint32_t> start(static_cast<std::size_t>(omp_get_max_threads()) + 1, 0);
#pragma omp parallel if (device.shares(n, least_shared))
  {
    const std::int64_t threads = omp_get_num_threads(), me = omp_get_thread_num();
    const std::int64_t first = n * me / threads, end = n * (me + 1) / threads;
    std::uint32_t mine = 0;
    for (std::int64_t i = first; i < end; ++i) mine += flags[i] != 0;
    start[static_cast<std::size_t>(me) + 1] = mine;
#pragma omp barrier
#pragma omp single
    for (std::size_t t = 1; t < start.size(); ++t) start[t] += start[t - 1];
    std::uint32_t to = start[static_cast<std::size_t>(me)];
    for (std::int64_t i = first; mine > 0 && i < end; ++i)
      if (flags[i] != 0) chosen[to++] = static_cast<std::uint32_t>(i);
  }
  *total = start.back();
}

#if defined(__CUDACC__)
struct AsNumbers {
  const std::uint8_t* flags;
  const std::uint32_t* n;
  std::uint32_t* ones;
  HD void operator()(std::int64_t i) const { ones[i] = i < *n && flags[i] != 0; }
};

struct WriteChosen {
  const std::uint32_t *ones, *place;
  std::uint32_t* chosen;
  HD void operator()(std::int64_t i) const {
    if (ones[i] != 0) chosen[place[i]] = static_cast<std::uint32_t>(i);
  }
};

void compact_on_gpu(Device& device, const std::uint8_t* flags, std::uint32_t* chosen,
                    std::uint32_t* total, RowCount of) {
  Buffer<std::uint32_t> ones(device, of.most, "compact scratch", Contents::undefined);
  Buffer<std::uint32_t> place(device, std::size_t{of.most} + 1, "compact scratch",
                              Contents::undefined);
  for_each_index(device, "compact flags", of.most, AsNumbers{flags, of.now, ones.data()});
  exclusive_scan(device, ones.data(), place.data(), of);
  for_each_index(device, "compact write", of.most, WriteChosen{ones.data(), place.data(), chosen});
  device.copy_within(total, place.data() + of.most, sizeof(std::uint32_t));
}
#endif

}  // namespace

void compact(Device& device, const std::uint8_t* flags, std::uint32_t* chosen, std::uint32_t* total,
             RowCount of) {
  if (of.most == 0) return device.fill_zero(total, sizeof(std::uint32_t));
#if defined(__CUDACC__)
  if (device.is_cuda()) return compact_on_gpu(device, flags, chosen, total, of);
#endif
  LaunchScope scope(device, "compact");
  compact_on_cpu(device, flags, chosen, total, *of.now);
}

}  // namespace metastasim::parallel
