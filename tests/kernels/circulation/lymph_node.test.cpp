#include "kernels/circulation/lymph_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/sim/body.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/circulation/late_death.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr double all = std::numeric_limits<double>::quiet_NaN();

template <class T>
void fill(Table& table, const Column<T>& column, T value) {
  table.from_host(column, std::span<const T>(std::vector<T>(table.capacity(), value)));
}

/// Cells that were arrested in the axillary node when the run began.
State residents(int n, double tick_min = 60) {
  State state = make_state(testing::device(), 1, static_cast<std::int64_t>(60e6 * tick_min));
  state.body =
      Body(testing::device(),
           build_body(
               {14, 1.8, {{"left heart", "kidney", 1}, {"axillary node", "lymph duct", all}}}, {}));
  state.tick = 1;
  testing::set_off(state, static_cast<std::uint32_t>(n), {});
  state.tick = 0;
  const auto& names = state.body.plan.names;
  const auto node = std::find(names.begin(), names.end(), "axillary node") - names.begin();
  fill(state.travellers, traveller::place, static_cast<std::uint32_t>(node));
  fill(state.travellers, traveller::phase, static_cast<std::uint8_t>(Phase::held));
  return state;
}

/// Rates per minute; doubling in 60 min.
Parameters rates(double killing, double release, double settling) {
  Parameters parameters = testing::harmless_journey();
  testing::set_parameter(parameters, "lymph_node.killing", killing);
  testing::set_parameter(parameters, "lymph_node.release", release);
  testing::set_parameter(parameters, "lymph_node.settling", settling);
  testing::set_parameter(parameters, "lymph_node.doubling_time", 60);
  return parameters;
}

long with_phase(const State& state, Phase wanted) {
  const auto phase = state.travellers.to_host(traveller::phase);
  return std::count(phase.begin(), phase.end(), static_cast<std::uint8_t>(wanted));
}

long founders(const State& state) {
  const auto colony = state.travellers.to_host(resident::colony);
  return std::count_if(colony.begin(), colony.end(), [](std::uint32_t n) { return n > 0; });
}

TEST(LymphNode, ResidentsAreKilledGoOnOrSettleInProportionToTheirRates) {
  const int n = 100'000;
  State state = residents(n);
  testing::run_once(state, rates(0.01, 0.005, 0.005), "lymph_node", 60);
  const double any = 1 - std::exp(-0.02 * 60);
  const auto within = [&](double got, double share) {
    const double p = any * share;
    EXPECT_NEAR(got, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
  };
  within(testing::intending(state, Intent::die), 0.5);
  within(static_cast<double>(with_phase(state, Phase::staying)), 0.25);
  within(static_cast<double>(founders(state)), 0.25);
}

TEST(LymphNode, RatesOfZeroChangeNothing) {
  State state = residents(10'000);
  testing::run_once(state, rates(0, 0, 0), "lymph_node", 1e9);
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
  EXPECT_EQ(with_phase(state, Phase::held), 10'000);
  EXPECT_EQ(founders(state), 0);
}

TEST(LymphNode, FatesDoNotDependOnTheStep) {
  const Parameters parameters = rates(0.01, 0.005, 0.005);
  State once = residents(5000, 240), often = residents(5000, 1);
  testing::run_once(once, parameters, "lymph_node", 240);
  for (int minute = 0; minute < 240; ++minute)
    testing::run_once(often, parameters, "lymph_node", 1);
  EXPECT_EQ(once.travellers.to_host(traveller::due_us),
            often.travellers.to_host(traveller::due_us));
  EXPECT_EQ(once.travellers.to_host(traveller::phase), often.travellers.to_host(traveller::phase));
  EXPECT_EQ(once.travellers.to_host(cell::intent), often.travellers.to_host(cell::intent));
  EXPECT_EQ(once.travellers.to_host(resident::colony), often.travellers.to_host(resident::colony));
}

TEST(LymphNode, WhoGoesOnSetsOutAtTheMomentOfItsRelease) {
  State state = residents(200);
  testing::run_once(state, rates(0, 1, 0), "lymph_node", 60);
  EXPECT_EQ(count_journey(state).held_in_nodes, 0u);
  const auto due = state.travellers.to_host(traveller::due_us);
  EXPECT_EQ(due, state.travellers.to_host(traveller::clock_us));
  for (const std::int64_t us : due) EXPECT_TRUE(us > 0 && us < 3'600'000'000) << us;
  for (const std::uint8_t news : state.travellers.to_host(traveller::news))
    EXPECT_EQ(news, news::let_go);
}

TEST(LymphNode, AColonyDoublesAndItsFounderStaysOneCellOfTheFunnel) {
  State state = residents(1000);
  const Parameters parameters = rates(0, 0, 1e6);  // all settle at once
  for (int hour = 1; hour <= 10; ++hour) {
    testing::run_once(state, parameters, "lymph_node", 60);
    for (const std::uint32_t cells : state.travellers.to_host(resident::colony))
      ASSERT_EQ(cells, 1u << (hour - 1)) << "hour " << hour << ", a little less than that old";
  }
  EXPECT_EQ(count_journey(state).held_in_nodes, 1000u);
}

// Shedding

/// All settle at once, and grow to `cells` at most.
Parameters shedding(double rate, double cells) {
  Parameters parameters = rates(0, 0, 1e6);
  testing::set_parameter(parameters, "lymph_node.shedding", rate);
  testing::set_parameter(parameters, "lymph_node.most_cells", cells);
  return parameters;
}

std::uint64_t waiting(const State& state) {
  const auto column = state.travellers.to_host(resident::shedding);
  return std::accumulate(column.begin(), column.end(), std::uint64_t{0});
}

/// Pairs, after the first of 60 min.
Parameters pairs_shedding(double rate) {
  Parameters parameters = shedding(rate, 2);
  testing::set_parameter(parameters, "lymph_node.doubling_time", 1);
  return parameters;
}

TEST(LymphNode, WhoHasNotDividedShedsNobody) {
  State state = residents(10'000);
  testing::run_once(state, shedding(1e-3, 1), "lymph_node", 1e6);
  EXPECT_EQ(waiting(state), 0u) << "it would have shed itself";
  State young = residents(10'000);
  testing::run_once(young, shedding(1e-3, 1e9), "lymph_node", 59);
  EXPECT_EQ(waiting(young), 0u);
}

TEST(LymphNode, AColonyShedsAtItsRatePerDescendant) {
  const int n = 100'000;
  State state = residents(n);
  testing::run_once(state, pairs_shedding(0.01), "lymph_node", 60);
  EXPECT_NEAR(static_cast<double>(waiting(state)), 0.59 * n, 3.5 * std::sqrt(0.59 * n));
  const auto column = state.travellers.to_host(resident::shedding);
  const double none = std::exp(-0.59);  // Poisson
  EXPECT_NEAR(static_cast<double>(std::count(column.begin(), column.end(), 0u)), n * none,
              3.5 * std::sqrt(n * none * (1 - none)));
}

TEST(LymphNode, AGrowingColonyShedsByTheIntegralOfItsDescendants) {
  const int n = 100'000;
  State state = residents(n);
  testing::run_once(state, shedding(0.001, 1e6), "lymph_node", 210);
  const double each = 0.001 * (60 + 3 * 60 + 7 * 30);
  EXPECT_NEAR(static_cast<double>(waiting(state)), each * n, 3.5 * std::sqrt(each * n));
}

TEST(LymphNode, AColonyStopsGrowingAtItsMostAndShedsAsItIs) {
  const int n = 100'000;
  State state = residents(n);
  testing::run_once(state, shedding(0.001, 4), "lymph_node", 300);
  for (const std::uint32_t cells : state.travellers.to_host(resident::colony)) ASSERT_EQ(cells, 4u);
  const double each = 0.001 * (60 + 3 * 60 + 3 * 60 + 3 * 60);
  EXPECT_NEAR(static_cast<double>(waiting(state)), each * n, 3.5 * std::sqrt(each * n));
}

TEST(LymphNode, NobodyIsShedAtARateOfZeroOrByThoseWhoHaveNotSettled) {
  State state = residents(10'000);
  testing::run_once(state, shedding(0, 1e9), "lymph_node", 1e6);
  EXPECT_EQ(waiting(state), 0u);
  Parameters unsettled = shedding(1e-3, 1e9);
  testing::set_parameter(unsettled, "lymph_node.settling", 0);
  State residents_only = residents(10'000);
  testing::run_once(residents_only, unsettled, "lymph_node", 1e6);
  EXPECT_EQ(waiting(residents_only), 0u);
}

TEST(LymphNode, HowManyAreShedDoesNotDependOnTheStep) {
  const Parameters parameters = shedding(0.001, 1e6);
  State once = residents(2000, 240), often = residents(2000, 1);
  testing::run_once(once, parameters, "lymph_node", 240);
  for (int minute = 0; minute < 240; ++minute)
    testing::run_once(often, parameters, "lymph_node", 1);
  EXPECT_EQ(once.travellers.to_host(resident::shed), often.travellers.to_host(resident::shed));
  EXPECT_GT(waiting(often), 1000u);
}

TEST(LymphNode, TheShedAreDaughtersThatEnterTheLymphOnTheirOwn) {
  State state = residents(1000);
  fill(state.travellers, cell::clone, std::uint64_t{7});
  const std::uint64_t first_id = state.next_cell_id.read(), first_entry = state.next_entry.read();
  testing::run_once(state, pairs_shedding(0.01), "lymph_node", 60);
  --state.tick;
  const auto shed = static_cast<std::uint32_t>(waiting(state));
  testing::run_once(state, shedding(0, 1), "resolve_intents", 60);
  ASSERT_EQ(state.travellers.read_count(), 1000 + shed);
  EXPECT_EQ(waiting(state), 0u);
  const auto counts = state.counters.to_host();
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::entered_lymph)], shed);
  EXPECT_EQ(counts[static_cast<std::size_t>(Count::shed_by_node_colonies)], shed);
  const auto id = state.travellers.to_host(cell::id),
             mother = state.travellers.to_host(cell::mother);
  const auto entry = state.travellers.to_host(traveller::entry);
  const auto clone = state.travellers.to_host(cell::clone);
  for (std::uint32_t i = 0; i < shed; ++i) {
    EXPECT_EQ(id[1000 + i], first_id + i);
    EXPECT_EQ(entry[1000 + i], first_entry + i);
    EXPECT_TRUE(mother[1000 + i] > 0 && mother[1000 + i] < first_id);
    EXPECT_EQ(clone[1000 + i], 7u);
  }
  EXPECT_EQ(count_journey(state).held_in_nodes, 1000u);
  EXPECT_EQ(count_journey(state).in_transit, shed);
  EXPECT_EQ(count_journey(state).in_nodes.founders, 1000u) << "they have not settled themselves";
  EXPECT_EQ(count_journey(state).in_nodes.colonies, 0u) << "of two divisions";
}

TEST(LymphNode, TheShedSetOffAtTheEndOfTheStepWhateverTheTick) {
  for (const double tick_min : {1.0, 15.0, 60.0}) {
    State state = residents(100, tick_min);
    testing::run_once(state, pairs_shedding(0.01), "lymph_node", 60);
    --state.tick;
    testing::run_once(state, shedding(0, 1), "resolve_intents", 60);
    const auto entered = state.travellers.to_host(traveller::entered_us);
    ASSERT_GT(entered.size(), 100u);
    for (std::size_t i = 100; i < entered.size(); ++i) EXPECT_EQ(entered[i], 3'600'000'000);
  }
}

TEST(LymphNode, TheShedGoByTheDuctAndAreNotFilteredAgain) {
  Parameters parameters = pairs_shedding(0.01);
  testing::set_parameter(parameters, "circulation.node_passage", 0);
  State state = residents(1000);
  testing::run_once(state, parameters, "lymph_node", 60);
  testing::run_once(state, parameters, "resolve_intents", 60);
  testing::run_once(state, parameters, "circulate", 60);
  const auto place = state.travellers.to_host(traveller::place);
  ASSERT_GT(place.size(), 1000u);
  for (std::size_t row = 1000; row < place.size(); ++row)
    EXPECT_NE(state.body.plan.names[place[row]], "axillary node");
}

TEST(LymphNode, WhoIsDoomedByShearDiesInTheNodeToo) {
  State state = residents(100);
  fill(state.travellers, late_death::at_us, std::int64_t{30 * 60'000'000});
  testing::run_once(state, rates(0, 0, 1e6), "lymph_node", 29);
  --state.tick;
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
  testing::run_once(state, rates(0, 0, 1e6), "lymph_node", 31);
  EXPECT_EQ(testing::intending(state, Intent::die), 100);
}

TEST(LymphNode, TimePassesForResidentsWithoutTheHazardsOfTheStream) {
  State state = residents(100);
  const Parameters parameters = rates(0, 0, 0);
  testing::run_once(state, parameters, "circulate", 60);
  for (const std::int64_t clock : state.travellers.to_host(traveller::clock_us))
    EXPECT_EQ(clock, 3'600'000'000) << "their time passes";
  EXPECT_EQ(testing::intending(state, Intent::die), 0);
}

}  // namespace
}  // namespace metastasim
