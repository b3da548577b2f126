#pragma once
#include <span>

#include "kernels/core/buffer.hpp"

namespace metastasim {

/// A number that is given out once: to cells, entries into vessels, events. It lives on the device,
/// where `resolve` gives it out; the host asks and sets between steps.
class RunningNumber {
 public:
  RunningNumber() = default;
  explicit RunningNumber(Device& device) : next_(device, 1, "running number") { set(1); }

  const std::uint64_t* next() const { return next_.data(); }  ///< for kernels
  /// Inside a step: *n numbers have been given out.
  void advance(Device& device, const std::uint32_t* n);

  /// Explicit copies.
  std::uint64_t read() const {
    std::uint64_t next = 0;
    next_.copy_to_host(std::span(&next, 1));
    return next;
  }
  void set(std::uint64_t next) { next_.copy_from_host(std::span(&next, 1)); }
  /// Gives out n numbers on the host: the first of them.
  std::uint64_t take(std::uint64_t n) {
    const std::uint64_t first = read();
    set(first + n);
    return first;
  }

 private:
  Buffer<std::uint64_t> next_;
};

}  // namespace metastasim
