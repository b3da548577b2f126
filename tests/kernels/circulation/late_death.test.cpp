#include "kernels/circulation/late_death.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr std::int64_t minute_us = 60'000'000;

/// A wide vessel under `shear_pa` that narrows; steps of a minute.
State vessel(float shear_pa) {
  State state = make_state(testing::device(), 1, minute_us);
  add_site(state, testing::device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {300, 160, 160}},
                       {{0, 1, 10, 1, shear_pa}, {1, 2, 3, 1, 1, 0}});
  return state;
}

/// Late death is settled at once, and due after `delay_min`.
Parameters doomed(double delay_min) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "circulation.late_death", 1e6);
  testing::set_parameter(parameters, "circulation.late_death_after", delay_min);
  testing::set_parameter(parameters, "extravasation.transmigration_time", 5);
  return parameters;
}

void minutes(State& state, const Parameters& parameters, int n) {
  for (int i = 0; i < n; ++i) {
    for (const char* name : {"late_death", "circulate", "extravasate"}) {
      testing::run_once(state, parameters, name, 1);
      --state.tick;
    }
    testing::run_once(state, parameters, "resolve_intents", 1);
  }
}

std::uint64_t counted(const State& state, Count what) {
  return state.counters.to_host()[static_cast<std::size_t>(what)];
}

TEST(LateDeath, FollowsACellOutOfItsVessel) {
  const Parameters parameters = doomed(600);
  State state = vessel(6);
  testing::set_off(state, 100, {0, 99, 160, 160, 8});
  minutes(state, parameters, 60);
  const Table& cells = state.sites[0]->cells;
  ASSERT_EQ(cells.read_count(), 100u) << "all are out";
  for (const std::int64_t at : cells.to_host(late_death::at_us))
    EXPECT_NEAR(static_cast<double>(at), 601.0 * minute_us, 1.0 * minute_us);
  minutes(state, parameters, 530);
  EXPECT_EQ(cells.read_count(), 100u) << "not before their time";
  minutes(state, parameters, 20);
  EXPECT_EQ(cells.read_count(), 0u);
  EXPECT_EQ(counted(state, Count::died_after_extravasation), 100u);
  EXPECT_EQ(counted(state, Count::died_shear), 0u) << "that is the journey's ledger";
}

TEST(LateDeath, ComesToNobodyWithoutShear) {
  const Parameters parameters = doomed(10);
  State state = vessel(0);
  testing::set_off(state, 100, {0, 99, 160, 160, 8});
  minutes(state, parameters, 200);
  EXPECT_EQ(state.sites[0]->cells.read_count(), 100u);
}

TEST(LateDeath, IsNotWashedOffByAnotherJourney) {
  Parameters parameters = doomed(1e6);
  testing::set_parameter(parameters, "extravasation.transmigration_time", 43200);
  State state = vessel(0);
  testing::set_off(state, 1, {0, 50, 160, 160, 8});
  const std::int64_t due = 20 * minute_us;
  state.travellers.from_host(late_death::at_us, std::span<const std::int64_t>(&due, 1));
  testing::travel(state, parameters, 120);
  EXPECT_EQ(state.travellers.to_host(late_death::at_us)[0], due);
  testing::travel(state, parameters, 20 * 60);
  EXPECT_EQ(testing::intending(state, Intent::die), 1);
}

}  // namespace
}  // namespace metastasim
