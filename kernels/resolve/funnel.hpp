#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Which counter each Death adds to.
struct CauseCounts {
  Count of[8];
};

/// Adds to the counters: one for each row of the list, at the place that map[detail[row]] names.
void count_by_detail(Step& step, const std::uint32_t* detail, RowList list, const CauseCounts& map);
/// Adds *n to one counter.
void count(Step& step, Count what, const std::uint32_t* n);

}  // namespace metastasim::resolve
