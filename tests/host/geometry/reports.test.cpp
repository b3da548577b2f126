#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/flow_report.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"
#include "host/geometry/still_blood.hpp"
#include "kernels/core/error.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/shared_data.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Boundary;
using vessels::Network;

Network y() {
  Network n;
  n.nodes = {{1, 0, 0, 0}, {2, 100, 0, 0}, {3, 200, 50, 0}, {4, 200, -50, 0}};
  n.segments = {{11, 0, 1, 10, 100}, {12, 1, 2, 8, 111.8033989}, {13, 1, 3, 8, 111.8033989}};
  n.boundary = {{0, Boundary::pressure, 40, 0.45}, {2, Boundary::pressure, 10}};
  return n;
}

bool finds(const Network& n, const std::string& words, bool error) {
  const auto found = check_network(n);
  return std::any_of(found.begin(), found.end(), [&](const Finding& f) {
    return f.error == error && f.problem.find(words) != std::string::npos && !f.cure.empty();
  });
}

TEST(NetworkCheck, NamesWhatIsWrongAndWhatIsOdd) {
  Network n = y();
  EXPECT_TRUE(finds(n, "can carry no blood", false));  // the branch to node 4
  EXPECT_TRUE(finds(n, "neither pressure nor flow", false));
  EXPECT_FALSE(finds(n, "no length", true));
  n.segments[2].length_um = 0;
  n.segments[1].from = n.segments[1].to;
  n.segments.push_back({14, 0, 1, 10, 4});
  n.nodes.push_back({5, 0, 0, 0});
  EXPECT_TRUE(finds(n, "1 segments have no length (13)", true));
  EXPECT_TRUE(finds(n, "from a node to itself (12)", false));
  EXPECT_TRUE(finds(n, "join two nodes that another joins too (14)", false));
  EXPECT_TRUE(finds(n, "shorter than half their diameter (14)", false));
  EXPECT_TRUE(finds(n, "shorter than the distance", false));
  EXPECT_TRUE(finds(n, "nodes stand where another stands (5)", false));
  EXPECT_TRUE(finds(n, "have no vessel (5)", false));
}

TEST(NetworkCheck, FindsWhatASolveWouldRefuse) {
  Network n = y();
  for (auto& b : n.boundary) b.kind = Boundary::flow;
  EXPECT_TRUE(finds(n, "sum to", true));
  n.boundary[1].value = -n.boundary[0].value;
  EXPECT_FALSE(finds(n, "sum to", true));
}

TEST(NetworkCheck, AsksForTheUnitWhereEveryVesselIsNarrowerThanAnyIs) {
  Network n = y();
  EXPECT_FALSE(finds(n, "in mm or m?", true));
  for (auto& s : n.segments) s.diameter_um *= 1e-3;
  EXPECT_TRUE(finds(n, "in mm or m?", true));
}

TEST(NetworkCheck, NotesThatNoBlockOfAScenarioCouldHoldIt) {
  Network n = y();
  EXPECT_FALSE(finds(n, "where a scenario's block is", false));
  for (auto& p : n.nodes) p.z_um = -0.5;
  EXPECT_TRUE(finds(n, "where a scenario's block is", false));
  n.nodes[2].z_um = 1;  // one vessel comes into it
  EXPECT_FALSE(finds(n, "where a scenario's block is", false));
}

TEST(NetworkCheck, WhatARunCannotUseIsToldApart) {
  Network n = y();
  EXPECT_FALSE(why_no_blood_flows(n));  // in some of it
  EXPECT_TRUE(check_unit(n).empty());
  for (auto& s : n.segments) s.length_um *= 1e-6;
  EXPECT_EQ(check_unit(n).size(), 1u);
  n.boundary.pop_back();
  EXPECT_TRUE(why_no_blood_flows(n));
}

/// What is told of the y with these conditions at its nodes 1, 3 and 4.
std::string why_still(const std::vector<vessels::BoundaryCondition>& conditions) {
  Network n = y();
  n.boundary = conditions;
  const auto still = why_no_blood_flows(n);
  if (still) {
    EXPECT_TRUE(finds(n, "no blood flows: " + still->why, true)) << still->why;
    const auto flow = solve_flow(at_rest(n), {});
    EXPECT_TRUE(std::ranges::all_of(flow.flow_nl_per_min, [](double q) { return q == 0; }));
    EXPECT_NE(flow_text(n, flow, "y").find("No blood flows: " + still->why), std::string::npos);
    EXPECT_NE(flow_json(n, flow, "y").find(still->why), std::string::npos);
  }
  return still ? still->why : "it flows";
}

TEST(StillBlood, IsToldByWhatIsImposed) {
  constexpr Boundary pressure = Boundary::pressure, flow = Boundary::flow;
  EXPECT_EQ(why_still({}), "no boundary condition is given");
  EXPECT_EQ(why_still({{0, flow, 0}}), "every boundary flow is 0");
  EXPECT_EQ(why_still({{0, flow, 0}, {2, flow, 0}, {3, flow, 0}}), "every boundary flow is 0");
  const std::string no_path =
      "no vessel lies between two boundary nodes with a pressure or a flow other than 0";
  EXPECT_EQ(why_still({{0, pressure, 40}}), no_path);
  EXPECT_EQ(why_still({{0, pressure, 40}, {2, flow, 0}}), no_path);
  EXPECT_EQ(why_still({{0, pressure, 40}, {2, pressure, 40}, {3, flow, 0}}),
            "all boundary pressures that vessels join are equal");
  for (const double entering : {0.1, -5.0})
    EXPECT_EQ(why_still({{0, flow, entering}, {2, flow, -entering}}), "it flows");
  EXPECT_EQ(why_still({{0, pressure, 40}, {2, pressure, 40}, {3, pressure, 39.9}}), "it flows");
  EXPECT_EQ(why_still({{0, pressure, 40}, {2, flow, -1}}), "it flows");
}

/// A flow into a blind end drives nothing elsewhere, nor do pressures of other parts.
TEST(StillBlood, IsJudgedPartByPart) {
  Network n = y();
  n.nodes.push_back({5, 0, 90, 0});
  n.nodes.push_back({6, 90, 90, 0});
  n.segments.push_back({15, 4, 5, 8, 90});
  n.boundary = {{0, Boundary::pressure, 40}, {2, Boundary::pressure, 40}, {4, Boundary::flow, 3}};
  EXPECT_TRUE(why_no_blood_flows(n));
  n.boundary = {{0, Boundary::pressure, 40},
                {2, Boundary::pressure, 40},
                {4, Boundary::pressure, 10},
                {5, Boundary::pressure, 10}};
  EXPECT_TRUE(why_no_blood_flows(n));
  const auto rest = solve_flow(at_rest(n), {});
  EXPECT_EQ(rest.pressure_mmhg, (std::vector<double>{40, 40, 40, 40, 10, 10}));
  n.boundary.back().value = 11;
  EXPECT_FALSE(why_no_blood_flows(n));
}

TEST(StillBlood, ANetworkOfWhichEveryBoundaryFlowIs0) {
  SKIP_WITHOUT_SHARED_DATA("misc/Network45segment.dat");
  const Network n = read_network(testing::shared_data("misc/Network45segment.dat"));
  ASSERT_TRUE(why_no_blood_flows(n));
  EXPECT_EQ(why_no_blood_flows(n)->why, "every boundary flow is 0");
  const auto flow = solve_flow(at_rest(n), {});
  const std::string text = flow_text(n, flow, "n");
  EXPECT_NE(text.find("0 with flow, 45 without"), text.npos) << text;
  EXPECT_NE(text.find("pressure      not known"), text.npos) << text;
  EXPECT_NE(text.find("No blood flows: every boundary flow is 0."), text.npos) << text;
  EXPECT_NE(flow_json(n, flow, "n").find("\"pressure_min_mmHg\": null"), std::string::npos);
}

TEST(StillBlood, FilesInWhichItFlowsAreNotToldOf) {
  for (const char* file : {"mesentery546/Network.dat", "mesentery546/Network_SE_corner_445.dat",
                           "brain99/network.dat"}) {
    SKIP_WITHOUT_SHARED_DATA(file);
    EXPECT_FALSE(why_no_blood_flows(read_network(testing::shared_data(file)))) << file;
  }
}

TEST(FlowReport, PressuresBetweenFlowsAloneAreToldToCountFromOneNode) {
  Network n = y();
  EXPECT_EQ(flow_text(n, solve_flow(n, {}), "y").find("counted from"), std::string::npos);
  n.boundary = {{0, Boundary::flow, 1}, {2, Boundary::flow, -1}};
  EXPECT_NE(flow_text(n, solve_flow(n, {}), "y").find("mmHg, counted from one node"),
            std::string::npos);
}

TEST(NetworkCheck, AGeneratedBedIsInOrder) {
  const Network bed = generate_capillary_bed({.block_um = {320, 320, 320}});
  for (const Finding& f : check_network(bed)) EXPECT_FALSE(f.error) << f.problem;
  EXPECT_FALSE(finds(bed, "can carry no blood", false));
  EXPECT_FALSE(finds(bed, "more than three", false));
}

TEST(NetworkInfo, CountsWhatIsThere) {
  const NetworkSummary s = summary_of(y());
  EXPECT_EQ(s.segments, 3u);
  EXPECT_EQ(s.without_flow, 1u);
  EXPECT_EQ(s.degrees, (std::vector<int>{0, 3, 0, 1}));
  EXPECT_EQ(s.component_sizes, std::vector<int>{4});
  EXPECT_DOUBLE_EQ(s.diameter_um.most, 10);
  EXPECT_NEAR(s.total_length_um, 323.6067978, 1e-6);
  EXPECT_NE(to_json(s, "y").find("\"segments\": 3"), std::string::npos);
  EXPECT_NE(to_text(s, "y").find("3 with 1, 1 with 3"), std::string::npos) << to_text(s, "y");
}

TEST(FlowReport, TheTableCanBeReadAgainAsANetwork) {
  const testing::Scratch folder;
  const Network n = y();
  const auto flow = solve_flow(n, flow_options({}));
  write_flow_csv(folder.path() / "flow.csv", n, flow);
  const Network again = read_network(folder.path() / "flow.csv");
  ASSERT_EQ(again.segments.size(), 3u);
  EXPECT_NEAR(again.segments[0].flow_nl_per_min, flow.flow_nl_per_min[0], 1e-9);
  std::ifstream file(folder.path() / "flow.csv");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find("no flow\n"), std::string::npos);
}

TEST(FlowReport, SaysWhatEntersAndWhetherItSettled) {
  const Network n = y();
  const auto flow = solve_flow(n, flow_options({}));
  EXPECT_NE(flow_text(n, flow, "y").find("y: settled after"), std::string::npos);
  EXPECT_NE(flow_json(n, flow, "y").find("\"converged\": true"), std::string::npos);
  Network closed = y();
  closed.boundary.pop_back();
  EXPECT_NE(flow_text(closed, solve_flow(closed, {}), "y").find("No blood flows"),
            std::string::npos);
}

/// What a solve says of the y, with one number changed.
std::string refusal_with(const std::function<void(vessels::FlowResult&)>& change) {
  const Network n = y();
  vessels::FlowResult flow = solve_flow(n, flow_options({}));
  change(flow);
  try {
    require_finite(n, flow);
  } catch (const NumericalError& e) {
    return e.what();
  }
  return "taken";
}

TEST(FlowReport, NumbersThatAreNotFiniteAreNoResult) {
  EXPECT_EQ(refusal_with([](auto&) {}), "taken");
  for (const double wrong : {std::nan(""), HUGE_VAL, -HUGE_VAL})
    for (auto column : {&vessels::FlowResult::flow_nl_per_min, &vessels::FlowResult::haematocrit,
                        &vessels::FlowResult::viscosity_mpas, &vessels::FlowResult::wall_shear_pa,
                        &vessels::FlowResult::plug_pressure_pa}) {
      const auto said = refusal_with([&](auto& flow) { (flow.*column)[1] = wrong; });
      EXPECT_NE(said.find("1 of 3 vessels is not a finite number: segment 12."), said.npos) << said;
    }
  const auto said = refusal_with([](auto& flow) { flow.pressure_mmhg[1] = std::nan(""); });
  EXPECT_NE(said.find("segment 11, 12."), said.npos) << said;
}

TEST(FlowReport, APartThatNoPressureReachesHasNone) {
  Network n = y();
  n.nodes.push_back({5, 0, 90, 0});
  n.nodes.push_back({6, 90, 90, 0});
  n.segments.push_back({15, 4, 5, 8, 90});
  const auto flow = solve_flow(n, flow_options({}));
  EXPECT_TRUE(std::isnan(flow.pressure_mmhg[4]));
  EXPECT_NO_THROW(require_finite(n, flow));
}

/// vasculature.md: 1333 dyn/cm2 per mmHg there, 1333.22 by convention.
TEST(FlowReport, SecombsMillimetreOfMercuryGivesHisPressures) {
  SKIP_WITHOUT_SHARED_DATA("mesentery546/Network.dat");
  const Network n = read_network(testing::shared_data("mesentery546/Network.dat"));
  const auto reference = testing::shared_table("mesentery546/reference_double_precision.csv");
  const auto farthest = [&](double pa_per_mmhg) {
    const auto flow = solve_flow(n, flow_options({.mcv_fl = 55, .pa_per_mmhg = pa_per_mmhg}));
    double off = 0;
    for (std::size_t s = 0; s < reference.size(); ++s)
      off = std::max(off, std::abs(flow.pressure_mmhg[n.segments[s].from] - reference[s][7]));
    return off;
  };
  EXPECT_LT(farthest(vessels::secomb_pa_per_mmhg), 1e-6);
  EXPECT_NEAR(farthest(vessels::pa_per_mmhg), 0.015, 0.001);
  EXPECT_THROW(flow_options({.pa_per_mmhg = 101325.0 / 76}), InputError);  // of a centimetre
}

TEST(FlowReport, UnknownLawsAreRefusedWithTheKnownOnes) {
  try {
    flow_options({.viscosity = "pries"});
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("pries1994, pries1992, constant"), std::string::npos);
  }
  EXPECT_THROW(flow_options({.haematocrit = "fixed", .haematocrit_value = 45}), InputError);
  EXPECT_TRUE(flow_options({.haematocrit = "fixed"}).fixed_haematocrit);
}

}  // namespace
}  // namespace metastasim::geometry
