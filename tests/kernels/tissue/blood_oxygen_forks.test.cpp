// Oxygen of blood where vessels part and join: what comes in less what goes out is what the tissue got
// (blood_oxygen.cu).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/oxygen_budget.hpp"
#include "tests/support/network.hpp"
#include "tests/support/straight_vessel.hpp"

namespace metastasim {
namespace {

/// Vessels that carry `flow` and red cells as `haematocrit` says; both are conserved at every node.
struct Bed {
  std::vector<testing::PlacedNode> nodes;
  std::vector<testing::PlacedSegment> segments;
  std::vector<float> haematocrit;
};

/// A trunk parts unevenly: 0.8 nl/min at 0.42 into 0.6 at 0.52 and 0.2 at 0.12.
const Bed branching{{{5, 165, 165}, {105, 165, 165}, {305, 65, 165}, {305, 265, 165}},
                    {{0, 1, 5, 0.8f}, {1, 2, 4, 0.6f}, {3, 1, 3, -0.2f}},  // one against the flow
                    {0.42f, 0.52f, 0.12f}};
const Bed confluence{{{5, 65, 165}, {5, 265, 165}, {205, 165, 165}, {305, 165, 165}},
                     {{0, 2, 4, 0.6f}, {2, 1, 3, -0.2f}, {2, 3, 5, 0.8f}},
                     {0.52f, 0.12f, 0.42f}};
const Bed loop{{{5, 165, 165},
                {65, 165, 165},
                {165, 65, 165},
                {165, 265, 165},
                {245, 165, 165},
                {305, 165, 165}},
               {{0, 1, 5, 0.8f},
                {1, 2, 4, 0.6f},
                {2, 4, 4, 0.6f},
                {3, 1, 3, -0.2f},
                {4, 3, 3, -0.2f},
                {4, 5, 5, 0.8f}},
               {0.42f, 0.52f, 0.52f, 0.12f, 0.12f, 0.42f}};

State with(const Bed& bed) {
  State state = testing::box(16);
  testing::lay_vessels(state, *state.sites[0], bed.nodes, bed.segments);
  Table& segments = state.vessels.segments;
  segments.from_host(segment::haematocrit, std::span<const float>(bed.haematocrit));
  const std::vector<float> start(bed.segments.size(), 60.0f);
  segments.from_host(segment::po2, std::span<const float>(start));
  return state;
}

Parameters breathing(double uptake) {
  Parameters parameters = testing::default_parameters();
  testing::set(parameters, "oxygen", "substance.oxygen.stroma_uptake", uptake);
  return parameters;
}

void settle(State& state, const Parameters& parameters, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    testing::run_once(state, parameters, "blood_oxygen", 1);
    testing::run_once(state, parameters, "oxygen", 1);
  }
}

/// Oxygen per volume of mouse blood.
double content(double mmhg, double haematocrit) {
  const double saturation = 1 / (1 + std::pow(40.2 / mmhg, 2.59));
  return haematocrit * 0.516 * saturation + 3.1e-5 * mmhg;
}

std::int32_t upstream(const testing::PlacedSegment& s) {
  return s.flow_nl_per_min > 0 ? s.from : s.to;
}
std::int32_t downstream(const testing::PlacedSegment& s) {
  return s.flow_nl_per_min > 0 ? s.to : s.from;
}

/// What blood brings into the block less what it takes out, um3 of oxygen per minute.
double left_behind(const Bed& bed, const std::vector<float>& po2) {
  double sum = 0;
  for (std::size_t i = 0; i < bed.segments.size(); ++i) {
    const testing::PlacedSegment& s = bed.segments[i];
    const double flow_um3 = 1e6 * std::abs(s.flow_nl_per_min);
    const auto begins_at = [&](std::int32_t node) {
      return std::ranges::any_of(bed.segments, [&](auto& o) { return upstream(o) == node; });
    };
    const auto ends_at = [&](std::int32_t node) {
      return std::ranges::any_of(bed.segments, [&](auto& o) { return downstream(o) == node; });
    };
    if (!ends_at(upstream(s))) sum += flow_um3 * content(60, bed.haematocrit[i]);
    if (!begins_at(downstream(s))) sum -= flow_um3 * content(po2[i], bed.haematocrit[i]);
  }
  return sum;
}

TEST(BloodOxygen, IsConservedWhereVesselsPartAndWhereTheyJoin) {
  const Parameters parameters = breathing(13);
  for (const Bed* bed : {&branching, &confluence, &loop}) {
    State state = with(*bed);
    settle(state, parameters, 150);
    const auto po2 = state.vessels.segments.to_host(segment::po2);
    const auto budget =
        tissue::oxygen_budget(testing::device(), state, *state.sites[0], parameters);
    const double given = budget.from_vessels * 1.344;  // amol/s in um3/min
    EXPECT_NEAR(given / left_behind(*bed, po2), 1, 1e-5) << bed->segments.size() << " vessels";
    EXPECT_NEAR(budget.from_blood * 1.344 / left_behind(*bed, po2), 1, 1e-6);
    EXPECT_LT(budget.unsettled_share(), 1e-4);
    for (const testing::PlacedSegment& s : bed->segments)
      EXPECT_LT(po2[static_cast<std::size_t>(&s - bed->segments.data())], 59) << "it gives much";
  }
}

TEST(BloodOxygen, OfBloodThatGivesNothingIsTheInletsBehindEveryForkAndJoin) {
  for (const Bed* bed : {&branching, &confluence, &loop}) {
    State state = with(*bed);
    settle(state, breathing(0), 400);
    for (const float p : state.vessels.segments.to_host(segment::po2)) EXPECT_NEAR(p, 60, 0.01);
  }
}

}  // namespace
}  // namespace metastasim
