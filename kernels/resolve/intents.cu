#include "kernels/resolve/intents.hpp"

#include "kernels/core/launch.hpp"

namespace metastasim::resolve {

namespace {

struct FlagIntent {
  const std::uint8_t* intent;
  std::uint8_t wanted;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = intent[row] == wanted; }
};

/// Who waits for room to cross a wall stays.
struct FlagStaying {
  const std::uint8_t* intent;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = intent[row] < static_cast<std::uint8_t>(Intent::die);
  }
};

}  // namespace

Buffer<std::uint8_t> flags_for(const Table& table) {
  return Buffer<std::uint8_t>(table.device(), table.capacity(), "resolve flags",
                              Contents::undefined);
}

ChosenRows rows_that_want(const Table& table, Intent wanted) {
  auto flags = flags_for(table);
  for_each_row(
      table.device(), "flag intents", table.rows(),
      FlagIntent{table.data(cell::intent), static_cast<std::uint8_t>(wanted), flags.data()},
      rows_shared_if_cheap);
  return ChosenRows(table, table.data(cell::id), flags.data());
}

Buffer<std::uint8_t> flag_staying(const Table& table) {
  auto flags = flags_for(table);
  for_each_row(table.device(), "flag staying", table.rows(),
               FlagStaying{table.data(cell::intent), flags.data()}, rows_shared_if_cheap);
  return flags;
}

}  // namespace metastasim::resolve
