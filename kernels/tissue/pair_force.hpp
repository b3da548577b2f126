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

/// Neighbours are taken in groups of this many, whatever the length of a range, so that a CPU's
/// vector units are full; the last group of a range reads past its end and leaves out what is there.
constexpr int lanes = items_at_once(slots_past_end);

/// Whole units of position per step, so that no order of summation shows.
struct PairSum {
  std::int32_t x = 0, y = 0, z = 0;
  std::int32_t touching = 0;    ///< neighbours within reach of adhesion
  std::int32_t squeeze = 0;     ///< sum of (1 - d/R)^2 in squeeze_unit
  std::int32_t same_place = 0;  ///< centres at exactly this place, the cell itself included
};

/// The same, lane by lane.
struct LaneSums {
  std::int32_t x[lanes]{}, y[lanes]{}, z[lanes]{};
  std::int32_t touching[lanes]{}, squeeze[lanes]{}, same_place[lanes]{};

  HD PairSum total() const {
    PairSum sum;
    for (int lane = 0; lane < lanes; ++lane) {
      sum.x += x[lane];
      sum.y += y[lane];
      sum.z += z[lane];
      sum.touching += touching[lane];
      sum.squeeze += squeeze[lane];
      sum.same_place += same_place[lane];
    }
    return sum;
  }
};

struct Pairs {
  BinView bins;
  const std::uint64_t* id;
  const float *push, *pull;  ///< square roots of repulsion and adhesion, by slot
  float units_per_speed;     ///< time step x units of position: um/min to units per step

  HD PairSum around(std::uint32_t slot) const {
    LaneSums sums;
    const Position here{bins.x[slot], bins.y[slot], bins.z[slot]};
    bins.around(here,
                [&](std::uint32_t first, std::uint32_t end) { add_range(slot, first, end, sums); });
    PairSum sum = sums.total();
    if (sum.same_place > 1)
      bins.around(here, [&](std::uint32_t first, std::uint32_t end) {
        for (std::uint32_t other = first; other < end; ++other) add_coincident(slot, other, sum);
      });
    sum.touching -= 1;  // the cell itself
    sum.squeeze -= static_cast<std::int32_t>(squeeze_unit);
    return sum;
  }

 private:
  struct Self {
    std::int32_t x, y, z;
    float radius, push, pull;
  };

  /// Kept out of line: inlined, g++ 12 no longer turns it into vector instructions.
  [[gnu::noinline]] HD void add_range(std::uint32_t slot, std::uint32_t first, std::uint32_t end,
                                      LaneSums& sums) const {
    const Self me{bins.x[slot],      bins.y[slot], bins.z[slot],
                  bins.radius[slot], push[slot],   pull[slot]};
    for (; first < end; first += lanes) add_group(me, first, static_cast<int>(end - first), sums);
  }

  /// Differences of positions are exact and change sign exactly; everything else is symmetric.
  HD void add_group(const Self& me, std::uint32_t first, int left, LaneSums& sums) const {
    const std::int32_t *x = bins.x + first, *y = bins.y + first, *z = bins.z + first;
    const float *radius = bins.radius + first, *pushes = push + first, *pulls = pull + first;
#pragma omp simd
    for (int lane = 0; lane < lanes; ++lane) {
      const std::int32_t counts = lane < left ? 1 : 0;
      const float dx = to_um(me.x - x[lane]), dy = to_um(me.y - y[lane]);
      const float dz = to_um(me.z - z[lane]);
      const float square = dx * dx + dy * dy + dz * dz;
      const float distance = math::sqrt(math::max(square, 1e-20f));
      const float gap = distance / (me.radius + radius[lane]);
      const float overlap = math::square(math::max(1 - gap, 0.0f));
      const float hold = math::square(math::max(1 - gap * (1 / adhesion_reach), 0.0f));
      const float speed = me.push * pushes[lane] * overlap - me.pull * pulls[lane] * hold;
      const float share = speed * units_per_speed / distance;
      sums.x[lane] += counts * static_cast<std::int32_t>(share * dx);
      sums.y[lane] += counts * static_cast<std::int32_t>(share * dy);
      sums.z[lane] += counts * static_cast<std::int32_t>(share * dz);
      sums.squeeze[lane] += counts * static_cast<std::int32_t>(overlap * squeeze_unit);
      sums.touching[lane] += gap < adhesion_reach ? counts : 0;
      sums.same_place[lane] += square == 0 ? counts : 0;
    }
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
