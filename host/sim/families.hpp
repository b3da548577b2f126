#pragma once
#include <cstdint>
#include <map>

#include "kernels/state/state.hpp"

namespace metastasim {

/// The living descendants of one cell that left a vessel.
struct Family {
  std::uint64_t cells = 0;
  std::uint64_t asleep = 0;     ///< of them, dormant
  std::uint32_t divisions = 0;  ///< since the founder left its vessel, along the longest line

  /// In this program's words: at least two divisions after extravasation.
  bool is_colony() const { return divisions >= 2; }
  bool is_asleep() const { return asleep == cells; }
};

/// By the founder's lineage number.
using Families = std::map<std::uint64_t, Family>;
Families families_of(const Site& site);
Families families_of(const State& state);

}  // namespace metastasim
