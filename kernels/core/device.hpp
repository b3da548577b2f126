#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "kernels/core/timers.hpp"

namespace metastasim {

/// Where state lives and kernels run.
///   host   ordinary memory, OpenMP threads
///   guard  as host, but the pages are inaccessible outside launches and explicit copies: host code
///   that touches
///          device state crashes on a machine without a GPU too
///   cuda   a CUDA device
enum class Place : std::uint8_t { host, guard, cuda };

/// What fresh memory holds; what is undefined is cheaper, and for what is written before it is read.
enum class Contents : std::uint8_t { zero, undefined };

/// One machine to compute on: owns nothing but the knowledge of its memory, its stream and the time
/// spent in kernels. Buffers refer to it and must not outlive it.
class Device {
 public:
  /// Throws DeviceError where `place` is cuda and there is no such device or this build has no CUDA
  /// side.
  explicit Device(Place place = Place::host, int ordinal = 0);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  Place place() const { return place_; }
  bool is_cuda() const { return place_ == Place::cuda; }
  int ordinal() const { return ordinal_; }
  void* stream() const { return stream_; }
  /// For people: "cpu, 8 threads" or the name of the GPU.
  std::string description() const;

  /// 256-byte aligned memory. `label` names it in error messages.
  void* allocate(std::size_t bytes, const char* label, Contents contents = Contents::zero);
  void release(void* memory) noexcept;
  std::size_t bytes_in_use() const { return bytes_in_use_; }
  /// What nobody holds of a GPU's own memory; none where state lives in the machine's.
  std::optional<std::size_t> free_bytes() const;

  /// Whether CPU threads share a loop over n items; from `least` on it is worth waking them.
  bool shares(std::int64_t n, std::int64_t least) const {
    return n >= (shares_every_loop_ ? 2 : least);
  }
  /// For tests, whose tables are small: from now on every loop is shared, however short, so that few
  /// rows are treated as many are. No result may change. METASTASIM_SHARE_EVERY_LOOP=1 in the
  /// environment does it for every device.
  void share_every_loop() { shares_every_loop_ = true; }

  /// The only ways across the border; each waits until it is done.
  void copy_in(void* device_to, const void* host_from, std::size_t bytes);
  void copy_out(void* host_to, const void* device_from, std::size_t bytes);
  void copy_within(void* to, const void* from, std::size_t bytes);
  void fill_zero(void* memory, std::size_t bytes);
  /// Explicit copies to the host so far: how a test sees that a step makes none.
  std::uint64_t copies_out() const { return copies_out_; }
  /// Waits for all kernels.
  void synchronize();

  Timers timers;

 private:
  friend class LaunchScope;
  void open_guard();
  void close_guard();
  void* take_idle(std::size_t bytes, Contents contents);
  void* fresh(std::size_t bytes, const char* label, Contents contents);

  Place place_;
  int ordinal_;
  void* stream_ = nullptr;
  bool shares_every_loop_;
  int open_ = 0;
  std::size_t bytes_in_use_ = 0;
  std::uint64_t copies_out_ = 0;
  std::map<void*, std::size_t> blocks_;  // pointer -> mapped bytes
  // Kept for reuse by the host place: scratch comes and goes every step, and a fresh page costs a
  // fault. CUDA's own stream-ordered pool does the same; guarded blocks are never reused, so that
  // a stale pointer faults.
  std::multimap<std::size_t, void*> idle_;
  std::size_t idle_bytes_ = 0;
};

/// True in a build with a CUDA side.
bool built_with_cuda();

/// Opens guarded state and takes the time of one kernel; launchers hold one while they run.
class LaunchScope {
 public:
  LaunchScope(Device& device, const char* label);
  ~LaunchScope();

 private:
  Device& device_;
  const char* label_;
  std::int64_t started_ns_;
};

}  // namespace metastasim
