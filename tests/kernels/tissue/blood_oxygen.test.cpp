#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/oxygen_budget.hpp"
#include "tests/support/straight_vessel.hpp"

namespace metastasim {
namespace {

void settle(State& state, const Parameters& parameters) {
  for (int i = 0; i < 40; ++i) {
    testing::run_once(state, parameters, "blood_oxygen", 1);
    testing::run_once(state, parameters, "oxygen", 1);
  }
}

/// Oxygen per volume of mouse blood.
double content(double mmhg, double haematocrit) {
  const double saturation = 1 / (1 + std::pow(40.2 / mmhg, 2.59));
  return haematocrit * 0.516 * saturation + 3.1e-5 * mmhg;
}

TEST(BloodOxygen, IsMissingDownstreamByWhatTheTissueGot) {
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .segments = 8, .flow_nl_per_min = 0.5f});
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 13);
  settle(state, parameters);
  const auto po2 = state.vessels.segments.to_host(segment::po2);
  for (int i = 1; i < 8; ++i) EXPECT_LT(po2[i], po2[i - 1]);
  const double lost_um3_per_min = 0.5e6 * (content(60, 0.42) - content(po2[7], 0.42));
  const auto budget = tissue::oxygen_budget(testing::device(), state, *state.sites[0], parameters);
  EXPECT_NEAR(budget.from_vessels * 1.344 / lost_um3_per_min, 1, 1e-3);
  EXPECT_NEAR(budget.from_blood * 1.344 / lost_um3_per_min, 1, 1e-6);
  EXPECT_LT(budget.unsettled_share(), 1e-3);
}

TEST(BloodOxygen, TheLedgerIsOpenWhileBloodKnowsNothingOfTheTissue) {
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .segments = 8, .flow_nl_per_min = 0.5f});
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 13);
  for (int i = 0; i < 40; ++i) testing::run_once(state, parameters, "oxygen", 1);
  const auto budget = tissue::oxygen_budget(testing::device(), state, *state.sites[0], parameters);
  EXPECT_LT(budget.imbalance(), 1e-6) << "the tissue's side closes";
  EXPECT_GT(budget.unsettled_share(), 0.5) << "blood leaves as it came, yet the tissue breathes";
}

TEST(BloodOxygen, FollowsTheFlowBackwardsToo) {
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .segments = 8, .flow_nl_per_min = -0.5f});
  settle(state, testing::default_parameters());
  const auto po2 = state.vessels.segments.to_host(segment::po2);
  for (int i = 1; i < 8; ++i) EXPECT_GT(po2[i], po2[i - 1]);
}

TEST(BloodOxygen, WithoutUptakeIsThatOfTheInletEverywhere) {
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .po2_mmhg = 20, .segments = 4, .flow_nl_per_min = 1});
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", 0);
  settle(state, parameters);
  for (const float p : state.vessels.segments.to_host(segment::po2)) EXPECT_NEAR(p, 60, 0.01);
  for (const float p : state.sites[0]->fields.to_host(field::oxygen)) ASSERT_NEAR(p, 60, 0.02);
}

TEST(BloodOxygen, StandingBloodHasTheOxygenOfItsSurroundings) {
  State state = testing::box(16);
  testing::lay(state, {.x = 5, .y = 9, .segments = 2});
  std::vector<float> tissue(16 * 16 * 16, 25.0f);
  state.sites[0]->fields.from_host(field::oxygen, std::span<const float>(tissue));
  testing::run_once(state, testing::default_parameters(), "blood_oxygen", 1);
  for (const float p : state.vessels.segments.to_host(segment::po2)) EXPECT_NEAR(p, 25, 1e-3);
}
/// What is no number must not pass for a ledger that closes.
TEST(OxygenBudget, OfWhatIsNoNumberIsNone) {
  tissue::OxygenBudget budget;
  EXPECT_EQ(budget.imbalance(), 0) << "nothing is exchanged";
  for (double tissue::OxygenBudget::*entry :
       {&tissue::OxygenBudget::from_air, &tissue::OxygenBudget::by_cells}) {
    tissue::OxygenBudget broken = budget;
    broken.*entry = std::nan("");
    EXPECT_TRUE(std::isnan(broken.imbalance()));
    EXPECT_TRUE(std::isnan(broken.unsettled_share()));
  }
}

}  // namespace
}  // namespace metastasim
