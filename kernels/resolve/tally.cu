#include "kernels/resolve/tally.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::resolve {

namespace {

struct CountIntents {
  const std::uint8_t* intent;
  std::uint32_t* of;
  HD void operator()(std::uint32_t row) const {
    if (intent[row] != 0) atomic_add(&of[intent[row] & 7], 1u);
  }
};

struct FlagIntent {
  const std::uint8_t* intent;
  std::uint8_t wanted;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = intent[row] == wanted; }
};

struct FlagStaying {
  const std::uint8_t* intent;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = intent[row] <= static_cast<std::uint8_t>(Intent::divide);
  }
};

struct CountByDetail {
  const std::uint32_t* detail;
  const std::uint32_t* rows;
  CauseCounts map;
  std::uint64_t* counters;
  HD void operator()(std::int64_t i) const {
    atomic_add(&counters[static_cast<std::uint32_t>(map.of[detail[rows[i]] & 7])],
               std::uint64_t{1});
  }
};

struct AddTo {
  std::uint64_t* counter;
  std::uint64_t n;
  HD void operator()(std::int64_t) const { *counter += n; }
};

Buffer<std::uint8_t> flags_for(Device& device, const Table& table) {
  return Buffer<std::uint8_t>(device, table.capacity(), "resolve flags");
}

}  // namespace

Tally tally_intents(Device& device, const Table& table) {
  Tally tally;
  Buffer<std::uint32_t> of(device, tally.of.size(), "intent tally");
  for_each_row(device, "count intents", table.capacity(), table.count(),
               CountIntents{table.data(cell::intent), of.data()});
  of.copy_to_host(tally.of);
  return tally;
}

Buffer<std::uint8_t> flag_intent(Device& device, const Table& table, Intent wanted) {
  auto flags = flags_for(device, table);
  for_each_row(
      device, "flag intents", table.capacity(), table.count(),
      FlagIntent{table.data(cell::intent), static_cast<std::uint8_t>(wanted), flags.data()});
  return flags;
}

Buffer<std::uint8_t> flag_staying(Device& device, const Table& table) {
  auto flags = flags_for(device, table);
  for_each_row(device, "flag staying", table.capacity(), table.count(),
               FlagStaying{table.data(cell::intent), flags.data()});
  return flags;
}

void count_by_detail(Step& step, const std::uint32_t* detail, const std::uint32_t* rows,
                     std::uint32_t n, const CauseCounts& map) {
  for_each_index(step.device, "count by cause", n,
                 CountByDetail{detail, rows, map, step.state.counters.data()});
}

void count(Step& step, Count what, std::uint32_t n) {
  if (n == 0) return;
  for_each_index(step.device, "count", 1,
                 AddTo{step.state.counters.data() + static_cast<std::size_t>(what), n});
}

}  // namespace metastasim::resolve
