// What becomes of every cell, single or member of a cluster, does not depend on the step, on how vessels are cut, on the
// order in which rows are stored, or on threads; though members die and clusters come apart at any time,
// and who is left or comes off fares otherwise from that moment.
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <map>
#include <set>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/fates.hpp"

namespace metastasim {
namespace {

using testing::EventfulJourney, testing::expect_same, testing::fates;

/// Clocks count microseconds: in four minutes there are a thousand pieces of vessels to pass, each in a
/// whole number of them, and two hundred ends of steps; single cells differ by as much.
constexpr std::int64_t rounding_of_steps_us = 40, rounding_of_pieces_us = 500;

/// There is something to tell apart: all that can happen does, to many.
void expect_eventful(const testing::Fates& fates, const EventfulJourney& one) {
  std::map<int, int> deaths, phases;
  int leave = 0;
  std::set<std::uint64_t> parts;
  std::set<std::uint32_t> sizes;
  for (const auto& [id, fate] : fates) {
    ++deaths[fate.death];
    leave += fate.intent == static_cast<int>(Intent::leave_vessel);
    ++phases[fate.phase];
    parts.insert(fate.entry);
    sizes.insert(fate.members);
  }
  for (const Death cause : {Death::none, Death::shear, Death::immune, Death::anoikis})
    EXPECT_GT(deaths[static_cast<int>(cause)], 30) << static_cast<int>(cause);
  if (one.members > 1) {
    EXPECT_GT(parts.size(), 1.3 * testing::eventful_cells / one.members);
  }
  EXPECT_GE(sizes.size(), std::min<std::size_t>(one.members, 4));
  if (!one.lymph) {
    EXPECT_GT(phases[static_cast<int>(Phase::arrested)], 50);
    EXPECT_GT(phases[static_cast<int>(Phase::lodged)], 50);
    EXPECT_GT(leave, 50);
  }
}

class ClusterFates : public ::testing::TestWithParam<EventfulJourney> {
 protected:
  void TearDown() override { omp_set_num_threads(threads_before_); }
  int threads_before_ = omp_get_max_threads();
};

class ClusterFatesInChangingFlow : public ClusterFates {};

TEST_P(ClusterFates, AreTheSameWhateverTheStep) {
  EventfulJourney one = GetParam();
  const auto whole = fates(one);
  expect_eventful(whole, one);
  for (const double step_s : {20.0, 6.0, 1.5}) {
    SCOPED_TRACE(step_s);
    one.step_s = step_s;
    expect_same(fates(one), whole, rounding_of_steps_us);
  }
}

/// Nobody lags behind the end of a step and meets the flow of the next one too early.
TEST_P(ClusterFatesInChangingFlow, AreTheSameWhateverTheStep) {
  EventfulJourney one = GetParam();
  const auto steady = fates(one);
  one.changing_flow = true;
  const auto whole = fates(one);
  const auto fares_otherwise = [&](const auto& fate) {
    return !fate.second.same_but_for_time(steady.at(fate.first));
  };
  EXPECT_GT(std::ranges::count_if(whole, fares_otherwise), 100) << "the change matters";
  for (const double step_s : {20.0, 6.0, 1.5}) {
    SCOPED_TRACE(step_s);
    one.step_s = step_s;
    expect_same(fates(one), whole, rounding_of_steps_us);
  }
}

TEST_P(ClusterFates, AreTheSameHoweverVesselsAreCut) {
  EventfulJourney one = GetParam();
  const auto whole = fates(one);
  for (const int pieces : {3, 10}) {
    SCOPED_TRACE(pieces);
    one.pieces = pieces;
    expect_same(fates(one), whole, rounding_of_pieces_us);
  }
}

TEST_P(ClusterFates, AreTheSameInAnyStorageOrderAndWithAnyThreads) {
  EventfulJourney one = GetParam();
  const auto whole = fates(one);
  one.shuffled = true;
  expect_same(fates(one), whole, 0);
  one.threads = 3;
  expect_same(fates(one), whole, 0);
}

const auto in_blood = ::testing::Values(EventfulJourney{1, false}, EventfulJourney{2, false},
                                        EventfulJourney{5, false}, EventfulJourney{12, false});
INSTANTIATE_TEST_SUITE_P(InBlood, ClusterFates, in_blood);
INSTANTIATE_TEST_SUITE_P(InBlood, ClusterFatesInChangingFlow, in_blood);
INSTANTIATE_TEST_SUITE_P(InLymph, ClusterFates,
                         ::testing::Values(EventfulJourney{2, true}, EventfulJourney{5, true},
                                           EventfulJourney{12, true}));

}  // namespace
}  // namespace metastasim
