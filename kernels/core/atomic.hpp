#pragma once
#include <cstdint>

#include "kernels/core/platform.hpp"

namespace metastasim {

/// Integer additions only: their result does not depend on the order in which threads arrive. There
/// is no float form.
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

}  // namespace metastasim
