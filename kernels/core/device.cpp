#include "kernels/core/device.hpp"

#include <omp.h>
#include <sys/mman.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "kernels/core/error.hpp"
#include "kernels/core/memory_backend.hpp"

namespace metastasim {

namespace {

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

constexpr std::size_t most_idle_bytes = std::size_t{64} << 20;

/// Whole pages, and above 64 KiB a multiple of an eighth of the next power of two: few sizes, so
/// that a block finds a second user, and at most an eighth wasted.
std::size_t size_class(std::size_t bytes) {
  std::size_t grain = 4096;
  while (grain * 16 < bytes) grain *= 2;
  return (bytes + grain - 1) / grain * grain;
}

/// mmap for both CPU places: fresh pages are zero, and a page is the unit that a guard can close.
void* map_pages(std::size_t bytes, const char* label) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    throw DeviceError("no memory for " + std::string(label) + ": " + std::to_string(bytes) +
                      " bytes");
  return memory;
}

bool asked_to_share_every_loop() {
  const char* asked = std::getenv("METASTASIM_SHARE_EVERY_LOOP");
  return asked != nullptr && std::strcmp(asked, "1") == 0;
}

}  // namespace

Device::Device(Place place, int ordinal)
    : place_(place), ordinal_(ordinal), shares_every_loop_(asked_to_share_every_loop()) {
  if (is_cuda()) stream_ = cuda_backend::create_stream(ordinal);
}

Device::~Device() {
  for (const auto& [bytes, memory] : idle_) munmap(memory, bytes);
  if (is_cuda()) cuda_backend::destroy_stream(stream_);
}

std::string Device::description() const {
  if (is_cuda()) return cuda_backend::device_name(ordinal_);
  const std::string guard = place_ == Place::guard ? " (guarded)" : "";
  return "cpu" + guard + ", " + std::to_string(omp_get_max_threads()) + " threads";
}

void* Device::take_idle(std::size_t bytes, Contents contents) {
  const auto found = idle_.find(bytes);
  if (found == idle_.end()) return nullptr;
  void* memory = found->second;
  idle_.erase(found);
  idle_bytes_ -= bytes;
  if (contents == Contents::zero) std::memset(memory, 0, bytes);
  return memory;
}

void* Device::fresh(std::size_t bytes, const char* label, Contents contents) {
  if (is_cuda()) {
    void* memory = cuda_backend::allocate(bytes, stream_, label);
    if (contents == Contents::zero) cuda_backend::fill_zero(memory, bytes, stream_);
    return memory;
  }
  if (void* memory = take_idle(bytes, contents)) return memory;
  void* memory = map_pages(bytes, label);
  if (place_ == Place::guard && open_ == 0) mprotect(memory, bytes, PROT_NONE);
  return memory;
}

void* Device::allocate(std::size_t bytes, const char* label, Contents contents) {
  if (bytes == 0) return nullptr;
  const std::size_t whole = is_cuda() ? bytes : size_class(bytes);
  void* memory = fresh(whole, label, contents);
  blocks_[memory] = whole;
  bytes_in_use_ += whole;
  return memory;
}

void Device::release(void* memory) noexcept {
  const auto found = blocks_.find(memory);
  if (found == blocks_.end()) return;
  const std::size_t bytes = found->second;
  bytes_in_use_ -= bytes;
  blocks_.erase(found);
  if (is_cuda()) return cuda_backend::release(memory, stream_);
  if (place_ == Place::guard || idle_bytes_ + bytes > most_idle_bytes + bytes_in_use_ / 8) {
    munmap(memory, bytes);
    return;
  }
  idle_.emplace(bytes, memory);
  idle_bytes_ += bytes;
}

std::optional<std::size_t> Device::free_bytes() const {
  if (!is_cuda()) return {};
  return cuda_backend::free_bytes();
}

void Device::copy_in(void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  if (is_cuda()) return cuda_backend::copy_in(to, from, bytes, stream_);
  LaunchScope open(*this, "copy in");
  std::memcpy(to, from, bytes);
}

void Device::copy_out(void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  ++copies_out_;
  if (is_cuda()) return cuda_backend::copy_out(to, from, bytes, stream_);
  LaunchScope open(*this, "copy out");
  std::memcpy(to, from, bytes);
}

void Device::copy_within(void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
  if (is_cuda()) return cuda_backend::copy_within(to, from, bytes, stream_);
  LaunchScope open(*this, "copy within");
  std::memmove(to, from, bytes);
}

void Device::fill_zero(void* memory, std::size_t bytes) {
  if (bytes == 0) return;
  if (is_cuda()) return cuda_backend::fill_zero(memory, bytes, stream_);
  LaunchScope open(*this, "fill zero");
  std::memset(memory, 0, bytes);
}

void Device::synchronize() {
  if (is_cuda()) cuda_backend::synchronize(stream_);
}

void Device::open_guard() {
  if (place_ != Place::guard || open_++ > 0) return;
  for (const auto& [memory, bytes] : blocks_) mprotect(memory, bytes, PROT_READ | PROT_WRITE);
}

void Device::close_guard() {
  if (place_ != Place::guard || --open_ > 0) return;
  for (const auto& [memory, bytes] : blocks_) mprotect(memory, bytes, PROT_NONE);
}

LaunchScope::LaunchScope(Device& device, const char* label)
    : device_(device), label_(label), started_ns_(now_ns()) {
  device_.open_guard();
}

LaunchScope::~LaunchScope() {
  device_.close_guard();
  device_.timers.add(label_, now_ns() - started_ns_);
}

}  // namespace metastasim
