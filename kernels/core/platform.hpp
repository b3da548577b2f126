#pragma once
/// The one macro of the project: a function marked HD may run on the host and on the device.
#if defined(__CUDACC__)
#define HD __host__ __device__
#else
#define HD
#endif

namespace metastasim {

/// How many items a loop takes at once: as many as fill a CPU's vector units; one on a GPU, where each
/// thread is a lane already.
HD constexpr int items_at_once([[maybe_unused]] int on_cpu_cores) {
#if defined(__CUDA_ARCH__)
  return 1;
#else
  return on_cpu_cores;
#endif
}

}  // namespace metastasim
