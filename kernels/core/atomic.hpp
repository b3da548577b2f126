#pragma once
#include <cstdint>

#include "kernels/core/platform.hpp"

namespace metastasim {

/// Integers only: their sum and their maximum do not depend on the order in which threads arrive.
/// There is no float form.
HD inline std::uint32_t atomic_add(std::uint32_t* where, std::uint32_t value) {
#if defined(__CUDA_ARCH__)
  return atomicAdd(where, value);
#else
  return __atomic_fetch_add(where, value, __ATOMIC_RELAXED);
#endif
}
HD inline void atomic_add(std::uint64_t* where, std::uint64_t value) {
#if defined(__CUDA_ARCH__)
  atomicAdd(reinterpret_cast<unsigned long long*>(where), static_cast<unsigned long long>(value));
#else
  __atomic_fetch_add(where, value, __ATOMIC_RELAXED);
#endif
}
/// Two's complement addition of a signed amount.
HD inline void atomic_add(std::int64_t* where, std::int64_t value) {
  atomic_add(reinterpret_cast<std::uint64_t*>(where), static_cast<std::uint64_t>(value));
}
/// The largest value that arrives.
HD inline void atomic_max(std::uint32_t* where, std::uint32_t value) {
#if defined(__CUDA_ARCH__)
  atomicMax(where, value);
#else
  std::uint32_t seen = __atomic_load_n(where, __ATOMIC_RELAXED);
  while (seen < value && !__atomic_compare_exchange_n(where, &seen, value, true, __ATOMIC_RELAXED,
                                                      __ATOMIC_RELAXED)) {
  }
#endif
}
HD inline void atomic_max(std::uint64_t* where, std::uint64_t value) {
#if defined(__CUDA_ARCH__)
  atomicMax(reinterpret_cast<unsigned long long*>(where), static_cast<unsigned long long>(value));
#else
  std::uint64_t seen = __atomic_load_n(where, __ATOMIC_RELAXED);
  while (seen < value && !__atomic_compare_exchange_n(where, &seen, value, true, __ATOMIC_RELAXED,
                                                      __ATOMIC_RELAXED)) {
  }
#endif
}

}  // namespace metastasim
