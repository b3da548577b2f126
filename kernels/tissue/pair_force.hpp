#pragma once
#include "kernels/core/hash.hpp"
#include "kernels/tissue/bins.hpp"

/// The force between two cells and its sum over neighbours; mechanics.cu states the equation.
namespace metastasim::tissue {

constexpr float adhesion_reach = 1.25f;  ///< S / R, Ghaffarizadeh 2018
/// Sum of (1 - d/R)^2 over the 12 neighbours of a close packing at rest, in units of 2^-16: the
/// unit of pressure (0.0272888, PhysiCell 1.14 simple_pressure_scale).
constexpr float squeeze_unit = 65536.0f;
constexpr float squeeze_at_rest = 0.0272888f * squeeze_unit;

/// Whole units of position per step, so that no order of summation shows.
struct PairSum {
  std::int32_t x = 0, y = 0, z = 0;
  std::int32_t touching = 0;    ///< neighbours within reach of adhesion
  std::int32_t squeeze = 0;     ///< sum of (1 - d/R)^2 in squeeze_unit
  std::int32_t same_place = 0;  ///< centres at exactly this place, the cell itself included
};

struct Pairs {
  BinView bins;
  const std::uint64_t* id;
  const float *push, *pull;  ///< square roots of repulsion and adhesion, by slot
  float units_per_speed;     ///< time step x units of position: um/min to units per step

  HD PairSum around(std::uint32_t slot) const {
    PairSum sum;
    const Position here{bins.x[slot], bins.y[slot], bins.z[slot]};
    bins.around(here,
                [&](std::uint32_t first, std::uint32_t end) { add_range(slot, first, end, sum); });
    if (sum.same_place > 1)
      bins.around(here, [&](std::uint32_t first, std::uint32_t end) {
        for (std::uint32_t other = first; other < end; ++other) add_coincident(slot, other, sum);
      });
    sum.touching -= 1;  // the cell itself
    sum.squeeze -= static_cast<std::int32_t>(squeeze_unit);
    return sum;
  }

 private:
  /// Differences of positions are exact and change sign exactly; everything else is symmetric.
  HD void add_range(std::uint32_t slot, std::uint32_t first, std::uint32_t end,
                    PairSum& sum) const {
    const std::int32_t my_x = bins.x[slot], my_y = bins.y[slot], my_z = bins.z[slot];
    const float my_radius = bins.radius[slot], my_push = push[slot], my_pull = pull[slot];
    std::int32_t x = 0, y = 0, z = 0, touching = 0, squeeze = 0, same_place = 0;
#pragma omp simd reduction(+ : x, y, z, touching, squeeze, same_place)
    for (std::uint32_t other = first; other < end; ++other) {
      const float dx = to_um(my_x - bins.x[other]), dy = to_um(my_y - bins.y[other]);
      const float dz = to_um(my_z - bins.z[other]);
      const float square = dx * dx + dy * dy + dz * dz;
      const float distance = math::sqrt(math::max(square, 1e-20f));
      const float gap = distance / (my_radius + bins.radius[other]);
      const float overlap = math::square(math::max(1 - gap, 0.0f));
      const float hold = math::square(math::max(1 - gap * (1 / adhesion_reach), 0.0f));
      const float speed = my_push * push[other] * overlap - my_pull * pull[other] * hold;
      const float share = speed * units_per_speed / distance;
      x += static_cast<std::int32_t>(share * dx);
      y += static_cast<std::int32_t>(share * dy);
      z += static_cast<std::int32_t>(share * dz);
      squeeze += static_cast<std::int32_t>(overlap * squeeze_unit);
      touching += gap < adhesion_reach ? 1 : 0;
      same_place += square == 0 ? 1 : 0;
    }
    sum.x += x;
    sum.y += y;
    sum.z += z;
    sum.touching += touching;
    sum.squeeze += squeeze;
    sum.same_place += same_place;
  }

  /// Two cells at one place have no direction; their lineage numbers give them one, opposite for
  /// the other.
  HD void add_coincident(std::uint32_t slot, std::uint32_t other, PairSum& sum) const {
    if (other == slot || bins.x[other] != bins.x[slot] || bins.y[other] != bins.y[slot] ||
        bins.z[other] != bins.z[slot])
      return;
    const std::uint64_t mine = id[bins.row[slot]], theirs = id[bins.row[other]];
    const std::uint64_t hash =
        mix64(math::min(mine, theirs) ^ mix64(math::max(mine, theirs) + 0x9E3779B97F4A7C15ull));
    const float x = part(hash), y = part(hash >> 21), z = part(hash >> 42);
    const float length = math::sqrt(math::max(x * x + y * y + z * z, 1.0f));
    const float speed = push[slot] * push[other] - pull[slot] * pull[other];
    const float share = (mine < theirs ? speed : -speed) * units_per_speed / length;
    sum.x += static_cast<std::int32_t>(share * x);
    sum.y += static_cast<std::int32_t>(share * y);
    sum.z += static_cast<std::int32_t>(share * z);
  }
  /// 21 bits, centred on zero and never zero.
  HD static float part(std::uint64_t bits) {
    return static_cast<float>(static_cast<std::int32_t>(bits & 0x1FFFFF)) - 1048575.5f;
  }
};

}  // namespace metastasim::tissue
