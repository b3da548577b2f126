#include <gtest/gtest.h>

#include "kernels/state/counters.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

void count(State& state, Count what, std::uint64_t n) {
  auto counts = state.counters.to_host();
  counts[static_cast<std::size_t>(what)] += n;
  state.counters.copy_from_host(std::span<const std::uint64_t>(counts));
}

std::uint64_t out_of_balance_after(State& state, int steps) {
  for (int i = 0; i < steps; ++i)
    testing::run_once(state, testing::default_parameters(), "journey_ledger", 1);
  return state.counters.to_host()[static_cast<std::size_t>(Count::steps_out_of_balance)];
}

TEST(JourneyLedger, EveryoneWhoEnteredIsTravellingOutOrDead) {
  State state = testing::world();
  state.travellers.append(5);
  count(state, Count::entered_blood, 8);
  count(state, Count::entered_lymph, 7);
  count(state, Count::extravasated, 4);
  count(state, Count::died_shear, 3);
  count(state, Count::died_immune, 1);
  count(state, Count::died_anoikis, 1);
  count(state, Count::died_other, 1);
  EXPECT_EQ(out_of_balance_after(state, 3), 0u);
}

/// One cell too few or too many is noted at every step until it is put right.
TEST(JourneyLedger, EachStepThatDoesNotAddUpIsNoted) {
  State state = testing::world();
  state.travellers.append(5);
  count(state, Count::entered_blood, 6);
  EXPECT_EQ(out_of_balance_after(state, 2), 2u) << "one is lost";
  count(state, Count::died_other, 1);
  EXPECT_EQ(out_of_balance_after(state, 2), 2u) << "found";
  count(state, Count::extravasated, 1);
  EXPECT_EQ(out_of_balance_after(state, 1), 3u) << "one is counted twice";
}

}  // namespace
}  // namespace metastasim
