#pragma once
#include <Random123/philox.h>

#include <cstdint>

#include "kernels/core/math.hpp"

/// A random draw is a numbered value, never a generator object: the same entity, tick, process and
/// draw number give the same value on every machine, in any order of evaluation. Philox4x32-10
/// (Salmon et al. 2011, doi 10.1145/2063384.2063405): key = the 64-bit seed, counter = (entity 64,
/// tick 32, process 16 | draw 16).
namespace metastasim {

struct RandomBlock {
  std::uint32_t word[4];
};

/// Who draws and when; each draw number below 65536 may be used once per process and tick.
struct Draws {
  std::uint64_t seed;
  std::uint64_t entity;
  std::uint32_t tick;
  std::uint16_t process;

  HD RandomBlock block(std::uint16_t draw) const {
    const philox4x32_ctr_t counter = {{static_cast<std::uint32_t>(entity),
                                       static_cast<std::uint32_t>(entity >> 32), tick,
                                       (static_cast<std::uint32_t>(process) << 16) | draw}};
    const philox4x32_key_t key = {
        {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
    const philox4x32_ctr_t out = philox4x32_R(10, counter, key);
    return {{out.v[0], out.v[1], out.v[2], out.v[3]}};
  }

  /// Uniform in the open interval (0, 1), 53 bits.
  HD double uniform(std::uint16_t draw) const { return open_unit(block(draw).word); }
  /// Exponential with mean 1.
  HD double exponential(std::uint16_t draw) const { return -math::log(uniform(draw)); }
  /// Standard normal (Box and Muller 1958, the cosine branch).
  HD double normal(std::uint16_t draw) const {
    const RandomBlock b = block(draw);
    const double radius = math::sqrt(-2 * math::log(open_unit(b.word)));
    return radius * math::cos(2 * math::pi * open_unit(b.word + 2));
  }
  HD bool happens(float probability, std::uint16_t draw) const {
    return uniform(draw) < probability;
  }

  HD static double open_unit(const std::uint32_t* two_words) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(two_words[0]) << 32) | two_words[1];
    return (static_cast<double>(bits >> 12) + 0.5) * (1.0 / 4503599627370496.0);
  }
};

struct UnitVector {
  float x, y, z;
};

/// Uniform on the sphere (Archimedes: height uniform, azimuth uniform).
HD inline UnitVector random_direction(const Draws& draws, std::uint16_t draw) {
  const RandomBlock b = draws.block(draw);
  const double z = 2 * Draws::open_unit(b.word) - 1;
  const double azimuth = 2 * math::pi * Draws::open_unit(b.word + 2);
  const double ring = math::sqrt(1 - z * z);
  return {static_cast<float>(ring * math::cos(azimuth)),
          static_cast<float>(ring * math::sin(azimuth)), static_cast<float>(z)};
}

}  // namespace metastasim
