#include "kernels/core/memory_backend.hpp"

#include <cstdint>

#include "kernels/core/error.hpp"

#if defined(__CUDACC__)
#include <cuda_runtime.h>
#endif

namespace metastasim::cuda_backend {

#if defined(__CUDACC__)

namespace {
void check(cudaError_t status, const std::string& what) {
  if (status == cudaSuccess) return;
  (void)cudaGetLastError();
  throw DeviceError(what + ": " + cudaGetErrorString(status));
}
cudaStream_t as_stream(void* stream) { return static_cast<cudaStream_t>(stream); }
void copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, void* stream) {
  check(cudaMemcpyAsync(to, from, bytes, kind, as_stream(stream)),
        "copy of " + std::to_string(bytes) + " bytes");
  synchronize(stream);
}
/// Scratch comes and goes every step: the pool gives nothing back to the driver in between.
void keep_freed_memory(int ordinal) {
  cudaMemPool_t pool = nullptr;
  check(cudaDeviceGetDefaultMemPool(&pool, ordinal), "asking for the device's memory pool");
  std::uint64_t everything = ~std::uint64_t{0};
  check(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &everything),
        "setting up the device's memory pool");
}
}  // namespace

void* create_stream(int ordinal) {
  int count = 0;
  check(cudaGetDeviceCount(&count), "no CUDA device can be used (try --device cpu)");
  if (ordinal >= count)
    throw DeviceError("cuda:" + std::to_string(ordinal) + " does not exist; this machine has " +
                      std::to_string(count));
  check(cudaSetDevice(ordinal), "selecting cuda:" + std::to_string(ordinal));
  keep_freed_memory(ordinal);
  cudaStream_t stream = nullptr;
  check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "creating a stream");
  return stream;
}
void destroy_stream(void* stream) noexcept { (void)cudaStreamDestroy(as_stream(stream)); }
std::string device_name(int ordinal) {
  cudaDeviceProp properties;
  check(cudaGetDeviceProperties(&properties, ordinal), "reading the device's properties");
  return properties.name;
}
std::size_t free_bytes() {
  std::size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total), "asking for the device's free memory");
  return free;
}
void* allocate(std::size_t bytes, void* stream, const char* label) {
  void* memory = nullptr;
  const cudaError_t status = cudaMallocAsync(&memory, bytes, as_stream(stream));
  if (status != cudaSuccess) {
    std::size_t free = 0, total = 0;
    (void)cudaMemGetInfo(&free, &total);
    check(status, std::to_string(bytes) + " bytes for " + label + " on the device (" +
                      std::to_string(free) + " of " + std::to_string(total) + " free)");
  }
  return memory;
}
void release(void* memory, void* stream) noexcept {
  (void)cudaFreeAsync(memory, as_stream(stream));
}
void copy_in(void* to, const void* from, std::size_t bytes, void* stream) {
  copy(to, from, bytes, cudaMemcpyHostToDevice, stream);
}
void copy_out(void* to, const void* from, std::size_t bytes, void* stream) {
  copy(to, from, bytes, cudaMemcpyDeviceToHost, stream);
}
void copy_within(void* to, const void* from, std::size_t bytes, void* stream) {
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, as_stream(stream)),
        "copy within the device");
}
void fill_zero(void* memory, std::size_t bytes, void* stream) {
  check(cudaMemsetAsync(memory, 0, bytes, as_stream(stream)), "zeroing device memory");
}
void synchronize(void* stream) {
  check(cudaStreamSynchronize(as_stream(stream)), "waiting for the device");
}
void check_launch(const char* label) {
  check(cudaGetLastError(), std::string("kernel '") + label + "'");
}

#else

namespace {
[[noreturn]] void missing() {
  throw DeviceError(
      "this program was built without CUDA; run with --device cpu or build the preset 'cuda'");
}
}  // namespace

void* create_stream(int) { missing(); }
void destroy_stream(void*) noexcept {}
std::string device_name(int) { missing(); }
std::size_t free_bytes() { missing(); }
void* allocate(std::size_t, void*, const char*) { missing(); }
void release(void*, void*) noexcept {}
void copy_in(void*, const void*, std::size_t, void*) { missing(); }
void copy_out(void*, const void*, std::size_t, void*) { missing(); }
void copy_within(void*, const void*, std::size_t, void*) { missing(); }
void fill_zero(void*, std::size_t, void*) { missing(); }
void synchronize(void*) { missing(); }
void check_launch(const char*) { missing(); }

#endif

}  // namespace metastasim::cuda_backend

namespace metastasim {
bool built_with_cuda();
bool built_with_cuda() {
#if defined(__CUDACC__)
  return true;
#else
  return false;
#endif
}
}  // namespace metastasim
