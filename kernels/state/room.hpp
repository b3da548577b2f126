#pragma once
#include <cstdint>

#include "kernels/core/math.hpp"

namespace metastasim {

/// How many rows a table can take in during one `resolve`: a function of how many there are then, so
/// that no answer depends on what memory there happens to be. Who finds no room waits for the next.
///
/// In a minute of biology a share of 1e-3 of all cells divides, an eighth never. In small tables
/// chance and common starts weigh more (all cells of a test divide at once), and an empty one must
/// take in who comes first. On a lattice all cells may do the same in one step: divide, or cross.
struct Room {
  std::uint32_t least = 4096;  ///< rows, however few there are
  std::uint32_t one_in = 8;    ///< of those there are
  bool all_at_once = false;    ///< all who are there and all who can come

  /// `comers` have rows in another table and may get one here.
  HD std::uint32_t for_more(std::uint32_t rows, std::uint32_t comers) const {
    return math::max(least, all_at_once ? rows + comers : rows / one_in);
  }
};

inline constexpr Room room_on_a_lattice{.all_at_once = true};

}  // namespace metastasim
