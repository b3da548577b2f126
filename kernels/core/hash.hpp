#pragma once
#include <cstdint>

#include "kernels/core/platform.hpp"

namespace metastasim {

/// A 128-bit fingerprint, kept as four 32-bit limbs in 64-bit words so that many can be added by
/// plain integer sums (2^32 of them at most) and carried once at the end. Sums do not depend on
/// order, threads or ranks.
struct Fingerprint {
  std::uint64_t limb[4]{};
  HD void add(const Fingerprint& other) {
    for (int i = 0; i < 4; ++i) limb[i] += other.limb[i];
  }
  /// Propagates carries and drops what exceeds 128 bits.
  HD Fingerprint carried() const {
    Fingerprint out;
    std::uint64_t carry = 0;
    for (int i = 0; i < 4; ++i) {
      const std::uint64_t sum = limb[i] + carry;
      out.limb[i] = sum & 0xFFFFFFFFu;
      carry = sum >> 32;
    }
    return out;
  }
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
HD constexpr std::uint64_t mix64(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

/// Hashes one entity's values word by word, in a fixed order.
struct EntityHash {
  std::uint64_t low, high;
  HD explicit EntityHash(std::uint64_t kind, std::uint64_t id)
      : low(mix64(kind ^ mix64(id + 0x9E3779B97F4A7C15ull))),
        high(mix64(low + 0xD1B54A32D192ED03ull)) {}
  HD void word(std::uint64_t value) {
    low = mix64(low ^ value) + 0x9E3779B97F4A7C15ull;
    high = mix64(high + value) ^ 0xD1B54A32D192ED03ull;
  }
  HD Fingerprint value() const {
    const std::uint64_t a = mix64(low ^ (high >> 1)), b = mix64(high + low);
    return {{a & 0xFFFFFFFFu, a >> 32, b & 0xFFFFFFFFu, b >> 32}};
  }
};

/// FNV-1a of a name, at compile time: columns are found by number, never by string, inside a step.
constexpr std::uint32_t name_key(const char* name) {
  std::uint32_t h = 2166136261u;
  for (; *name; ++name) h = (h ^ static_cast<unsigned char>(*name)) * 16777619u;
  return h;
}

}  // namespace metastasim
