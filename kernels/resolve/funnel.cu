#include "kernels/resolve/funnel.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::resolve {

namespace {

struct CountByDetail {
  const std::uint32_t* detail;
  const std::uint32_t* rows;
  CauseCounts map;
  std::uint64_t* counters;
  HD void operator()(std::uint32_t i) const {
    atomic_add(&counters[static_cast<std::uint32_t>(map.of[detail[rows[i]] & 7])],
               std::uint64_t{1});
  }
};

struct AddTo {
  std::uint64_t* counter;
  const std::uint32_t* n;
  HD void operator()(std::int64_t) const { *counter += *n; }
};

}  // namespace

void count_by_detail(Step& step, const std::uint32_t* detail, RowList list,
                     const CauseCounts& map) {
  for_each_row(step.device, "count by cause", list.size,
               CountByDetail{detail, list.rows, map, step.state.counters.data()});
}

void count(Step& step, Count what, const std::uint32_t* n) {
  for_each_index(step.device, "count", 1,
                 AddTo{step.state.counters.data() + static_cast<std::size_t>(what), n});
}

}  // namespace metastasim::resolve
