#pragma once
#include <cstdint>
#include <type_traits>

#include "kernels/core/buffer.hpp"
#include "kernels/core/device.hpp"
#include "kernels/core/platform.hpp"
#include "kernels/core/row_count.hpp"
#include "kernels/state/grid.hpp"

#if defined(METASTASIM_CUDA) && !defined(__CUDACC__)
#error "launch.hpp belongs in .cu files: in a CUDA build only nvcc sees both sides of a launch"
#endif
#if defined(__CUDACC__)
#include "kernels/core/memory_backend.hpp"
#endif

/// One body, two machines. A kernel body is a named, trivially copyable functor that holds views
/// and parameters by value; these launchers run it as a CUDA kernel or as an OpenMP loop nest. The
/// label feeds timers and messages.
namespace metastasim {

/// Voxels x0 <= x < x1 of one line along x: the whole line on CPU cores, a single voxel on a GPU.
/// For kernels that do something once a line.
struct Span {
  int x0, x1, y, z;
  /// f(int x) for each, vectorized on CPU cores. f must hold what it needs by value ([=]).
  template <class F>
  HD void each(const F& f) const {
#if !defined(__CUDA_ARCH__)
#pragma omp simd
#endif
    for (int x = x0; x < x1; ++x) f(x);
  }
};

namespace detail {
constexpr std::int64_t voxels_shared = 4097;  // for fewer, waking threads takes longer

#if defined(__CUDACC__)
template <class Body>
__global__ void run_indices(Body body, std::int64_t n) {
  const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < n) body(i);
}
template <class Body>
__global__ void run_spans(Body body, int nx, int ny, int nz) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  const int z = blockIdx.z;
  if (x < nx && y < ny && z < nz) body(Span{x, x + 1, y, z});
}
template <class Body>
__global__ void run_voxels(Body body, int nx, int ny, int nz) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  const int z = blockIdx.z;
  if (x < nx && y < ny && z < nz) body(x, y, z);
}
inline unsigned blocks_for(std::int64_t n, unsigned block) {
  return static_cast<unsigned>((n + block - 1) / block);
}
#endif

/// Skips rows at or past the count.
template <class Body>
struct CountedRows {
  Body body;
  const std::uint32_t* count;
  HD void operator()(std::int64_t i) const {
    if (i < *count) body(static_cast<std::uint32_t>(i));
  }
};

}  // namespace detail

/// body(std::int64_t i) for 0 <= i < n. Below `least_shared` the CPU runs it on one thread: waking
/// the others costs microseconds (Device::shares).
template <class Body>
void for_each_index(Device& device, const char* label, std::int64_t n, const Body& body,
                    [[maybe_unused]] std::int64_t least_shared = 2) {
  static_assert(std::is_trivially_copyable_v<Body>,
                "a kernel body is copied to the device byte by byte");
  if (n <= 0) return;
  LaunchScope scope(device, label);
#if defined(__CUDACC__)
  if (device.is_cuda()) {
    detail::run_indices<<<detail::blocks_for(n, 256), 256, 0,
                          static_cast<cudaStream_t>(device.stream())>>>(body, n);
    return cuda_backend::check_launch(label);
  }
#endif
#pragma omp parallel for schedule(static) if (device.shares(n, least_shared))
  for (std::int64_t i = 0; i < n; ++i) body(i);
}

/// body(std::uint32_t row) for each row below the count. A GPU visits as many as there can be and
/// skips the others; CPU cores read the count where they run, so their cost follows what there is.
/// `least_shared` as above; where a body does next to nothing, more rows make threads worth while.
constexpr std::int64_t rows_shared = 512, rows_shared_if_cheap = 1 << 15;
template <class Body>
void for_each_row(Device& device, const char* label, RowCount rows, const Body& body,
                  [[maybe_unused]] std::int64_t least_shared = rows_shared) {
  static_assert(std::is_trivially_copyable_v<Body>,
                "a kernel body is copied to the device byte by byte");
#if defined(__CUDACC__)
  if (device.is_cuda())
    return for_each_index(device, label, rows.most, detail::CountedRows<Body>{body, rows.now});
#endif
  if (rows.most == 0) return;
  LaunchScope scope(device, label);
  const std::int64_t n = math::min(*rows.now, rows.most);
#pragma omp parallel for schedule(static) if (device.shares(n, least_shared))
  for (std::int64_t i = 0; i < n; ++i) body(static_cast<std::uint32_t>(i));
}

/// The same for the rows of a table.
template <class Body>
void for_each_row(Device& device, const char* label, std::uint32_t capacity,
                  const std::uint32_t* count, const Body& body) {
  for_each_row(device, label, RowCount{count, capacity}, body);
}

/// Whether there are surely no rows, so that what would be done with them need not be launched. CPU
/// cores look at the count where they run; a GPU tells the host nothing, and the launches skip all.
inline bool surely_none(Device& device, RowCount rows) {
  if (rows.most == 0) return true;
  if (device.is_cuda()) return false;
  LaunchScope scope(device, "count rows");
  return *rows.now == 0;
}

/// body(int x, int y, int z) for each voxel of the grid (ghosts not included); x runs innermost and
/// is vectorized.
template <class Body>
void for_each_voxel(Device& device, const char* label, const Grid& grid, const Body& body) {
  static_assert(std::is_trivially_copyable_v<Body>,
                "a kernel body is copied to the device byte by byte");
  LaunchScope scope(device, label);
#if defined(__CUDACC__)
  if (device.is_cuda()) {
    const dim3 block(32, 8, 1);
    const dim3 blocks(detail::blocks_for(grid.nx, 32), detail::blocks_for(grid.ny, 8), grid.nz);
    detail::run_voxels<<<blocks, block, 0, static_cast<cudaStream_t>(device.stream())>>>(
        body, grid.nx, grid.ny, grid.nz);
    return cuda_backend::check_launch(label);
  }
#endif
#pragma omp parallel for collapse(2) schedule(static)
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y) {
#pragma omp simd
      for (int x = 0; x < grid.nx; ++x) body(x, y, z);
    }
}

/// body(Span) for all voxels of the grid.
template <class Body>
void for_each_span(Device& device, const char* label, const Grid& grid, const Body& body) {
  static_assert(std::is_trivially_copyable_v<Body>,
                "a kernel body is copied to the device byte by byte");
  LaunchScope scope(device, label);
#if defined(__CUDACC__)
  if (device.is_cuda()) {
    const dim3 block(32, 8, 1);
    const dim3 blocks(detail::blocks_for(grid.nx, 32), detail::blocks_for(grid.ny, 8), grid.nz);
    detail::run_spans<<<blocks, block, 0, static_cast<cudaStream_t>(device.stream())>>>(
        body, grid.nx, grid.ny, grid.nz);
    return cuda_backend::check_launch(label);
  }
#endif
#pragma omp parallel for collapse(2) \
    schedule(static) if (device.shares(grid.voxels(), detail::voxels_shared))
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y) body(Span{0, grid.nx, y, z});
}

}  // namespace metastasim
