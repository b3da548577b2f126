#pragma once
#include <array>

#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::resolve {

/// How many rows of a table hold each intent: what decides how much room is needed.
struct Tally {
  std::array<std::uint32_t, 8> of{};
  std::uint32_t operator[](Intent intent) const { return of[static_cast<std::size_t>(intent)]; }
  bool nothing_to_do() const {
    for (std::size_t i = 1; i < of.size(); ++i)
      if (of[i] != 0) return false;
    return true;
  }
};

/// One pass and one explicit read by the host.
Tally tally_intents(Device& device, const Table& table);

/// flags[row] = 1 where the row's intent is `wanted` (rows below the count; others 0).
Buffer<std::uint8_t> flag_intent(Device& device, const Table& table, Intent wanted);
/// flags[row] = 1 where the row stays in the table: it neither dies nor crosses a wall.
Buffer<std::uint8_t> flag_staying(Device& device, const Table& table);

/// Which counter each Death adds to.
struct CauseCounts {
  Count of[8];
};

/// Adds to the counters: one for each of rows[0 .. n), at the place that map[detail[row]] names.
void count_by_detail(Step& step, const std::uint32_t* detail, const std::uint32_t* rows,
                     std::uint32_t n, const CauseCounts& map);
/// Adds n to one counter.
void count(Step& step, Count what, std::uint32_t n);

}  // namespace metastasim::resolve
