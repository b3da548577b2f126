#include "host/sim/body.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/config/consistency/checks.hpp"
#include "host/input_error.hpp"

namespace metastasim {
namespace {

constexpr double all = std::numeric_limits<double>::quiet_NaN();

BodySpec mouse() {
  return {14,
          1.8,
          {{"breast", "veins", all},
           {"veins", "right heart", all},
           {"right heart", "lung", all},
           {"lung", "left heart", all},
           {"left heart", "brain", 0.033},
           {"left heart", "heart muscle", 0.066},
           {"left heart", "kidney", 0.091},
           {"left heart", "liver", 0.02},
           {"left heart", "gut", 0.141},
           {"left heart", "muscle", 0.159},
           {"left heart", "skin", 0.058},
           {"left heart", "breast and rest", 0.432},
           {"gut", "portal vein", all},
           {"portal vein", "liver", all},
           {"axillary node", "lymph duct", all},
           {"lymph duct", "veins", all}}};
}

std::size_t place_of(const BodyPlan& plan, const std::string& name) {
  return static_cast<std::size_t>(std::find(plan.names.begin(), plan.names.end(), name) -
                                  plan.names.begin());
}
const Compartment& of(const BodyPlan& plan, const std::string& name) {
  return plan.compartments.at(place_of(plan, name));
}

std::string complaint(const BodySpec& body, const std::vector<SiteSpec>& sites = {}) {
  try {
    build_body(body, sites);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// Whoever injects looks the place up in the plan without asking again.
TEST(Body, HasThePlacesThatTheReaderTakesForInjections) {
  for (const std::vector<RouteEdge>& route :
       {mouse().route, std::vector<RouteEdge>{{"left heart", "brain and rest", 1}}}) {
    std::vector<std::string> taken = config::consistency::places_of_body(route);
    std::vector<std::string> names = build_body({14, 1.8, route}, {}).names;
    std::ranges::sort(taken);
    std::ranges::sort(names);
    EXPECT_EQ(taken, names);
  }
}

TEST(Body, SharesLeadingOnFromEveryCompartmentAddUpToOne) {
  const BodyPlan plan = build_body(mouse(), {});
  for (const Compartment& c : plan.compartments) {
    ASSERT_GT(c.ways, 0u);
    EXPECT_EQ(plan.ways[c.first_way + c.ways - 1].upto, 1.0f);
    for (std::uint32_t w = c.first_way + 1; w < c.first_way + c.ways; ++w)
      EXPECT_GT(plan.ways[w].upto, plan.ways[w - 1].upto);
  }
  const Compartment& heart = of(plan, "left heart");
  EXPECT_FLOAT_EQ(plan.ways[heart.first_way].upto, 0.033f);
}

TEST(Body, FlowIsConservedAndOneRoundTakesVolumeOverOutput) {
  const BodyPlan plan = build_body(mouse(), {});
  EXPECT_NEAR(of(plan, "lung").flow_nl_per_min, 14e6, 20);
  EXPECT_NEAR(of(plan, "liver").flow_nl_per_min, 0.161 * 14e6, 20) << "arterial and portal";
  EXPECT_EQ(of(plan, "axillary node").flow_nl_per_min, 0);
  std::int64_t round_us = 0;
  for (const char* name : {"veins", "right heart", "lung", "left heart", "kidney"})
    round_us += of(plan, name).delay_us;
  EXPECT_NEAR(static_cast<double>(round_us), 1.8 / 14 * 60e6, 5);
}

TEST(Body, SitesLieInTheirOrgans) {
  SiteSpec breast, lung;
  breast.name = "breast";
  lung.name = "lung";
  lung.represents_whole_organ = true;
  const BodyPlan plan = build_body(mouse(), {breast, lung});
  EXPECT_EQ(of(plan, "breast").site, 0);
  EXPECT_FALSE(of(plan, "breast").whole_organ);
  EXPECT_EQ(of(plan, "lung").site, 1);
  EXPECT_TRUE(of(plan, "lung").whole_organ);
  EXPECT_EQ(plan.compartment_of_site[1], static_cast<std::int32_t>(place_of(plan, "lung")));
  EXPECT_EQ(of(plan, "axillary node").kind, CompartmentKind::node);
}

SiteSpec drained_breast(const std::string& to) {
  SiteSpec breast;
  breast.name = "breast";
  breast.lymph.network.generator = "blind-ended tree";
  breast.lymph.drains_to = to;
  return breast;
}

TEST(Body, LymphGoesToItsNodeAndTakesItsOwnTime) {
  BodySpec body = mouse();
  body.node_delay_min = 20;
  body.duct_delay_min = 0.5;
  SiteSpec lung;
  lung.name = "lung";
  const BodyPlan plan = build_body(body, {drained_breast("axillary node"), lung});
  EXPECT_EQ(plan.lymph_of_site[0], static_cast<std::int32_t>(place_of(plan, "axillary node")));
  EXPECT_EQ(plan.lymph_of_site[1], -1) << "no lymphatics";
  EXPECT_EQ(of(plan, "axillary node").delay_us, 20 * 60'000'000ll);
  EXPECT_EQ(of(plan, "lymph duct").delay_us, 30'000'000);
  EXPECT_TRUE(of(plan, "axillary node").lymph && of(plan, "lymph duct").lymph);
  EXPECT_FALSE(of(plan, "veins").lymph || of(plan, "kidney").lymph);
}

TEST(Body, SharesOfLymphAreNoSharesOfCardiacOutput) {
  BodySpec body = mouse();
  body.route.pop_back();
  body.route.pop_back();
  body.route.push_back({"axillary node", "supraclavicular node", 0.3});
  body.route.push_back({"axillary node", "thoracic duct", 0.7});
  const BodyPlan plan = build_body(body, {});
  const Compartment& node = of(plan, "axillary node");
  ASSERT_EQ(node.ways, 2u);
  EXPECT_FLOAT_EQ(plan.ways[node.first_way].upto, 0.3f);
  EXPECT_NEAR(of(plan, "lung").flow_nl_per_min, 14e6, 20) << "the blood's round is what it was";
}

TEST(Body, SaysWhatIsWrongWithARoute) {
  BodySpec short_of_blood = mouse();
  short_of_blood.route[11].share = 0.332;
  EXPECT_NE(complaint(short_of_blood).find("add up to 90.0 %"), std::string::npos);
  BodySpec open = mouse();
  open.route[4].share = open.route[5].share = all;
  EXPECT_NE(complaint(open).find("2 ways lead on from 'left heart'"), std::string::npos);
  BodySpec circle = mouse();
  circle.route.push_back({"kidney", "bladder", all});
  circle.route.push_back({"bladder", "kidney", all});
  EXPECT_NE(complaint(circle).find("never comes back"), std::string::npos);
  SiteSpec bone;
  bone.name = "bone";
  EXPECT_NE(complaint(mouse(), {bone}).find("site 'bone' is not on"), std::string::npos);
  EXPECT_NE(complaint(mouse(), {drained_breast("popliteal node")}).find("not on the way"),
            std::string::npos);
  BodySpec bloodless = mouse();
  bloodless.blood_volume_ml = 0;
  EXPECT_NE(complaint(bloodless).find("blood_volume"), std::string::npos);
}

TEST(Body, WithoutARouteThereIsNone) { EXPECT_EQ(build_body({}, {}).size(), 0u); }

}  // namespace
}  // namespace metastasim
