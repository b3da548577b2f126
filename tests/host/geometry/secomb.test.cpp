#include "host/geometry/secomb.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "kernels/core/error.hpp"
#include "kernels/vessels/topology.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/shared_data.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Boundary;
using vessels::Network;

int component_count(const Network& n) {
  const auto number = vessels::components(n);
  return *std::max_element(number.begin(), number.end()) + 1;
}

TEST(SecombFile, RatMesentery) {
  SKIP_WITHOUT_SHARED_DATA("mesentery546/Network.dat");
  const Network n = read_secomb(testing::shared_data("mesentery546/Network.dat"));
  EXPECT_EQ(n.segments.size(), 1130u);
  EXPECT_EQ(n.nodes.size(), 972u);
  EXPECT_EQ(n.boundary.size(), 36u);
  EXPECT_EQ(component_count(n), 1);
  EXPECT_NEAR(total_length_um(n) * 1e-3, 150.114, 5e-4);
  const auto pressure = std::find_if(n.boundary.begin(), n.boundary.end(),
                                     [](auto& b) { return b.kind == Boundary::pressure; });
  EXPECT_EQ(n.nodes[pressure->node].id, 825u);
  EXPECT_EQ(pressure->value, 13.8);
}

TEST(SecombFile, SouthEastCornerWithCarriageReturnsQuotesAndAPressureOfCodeOne) {
  SKIP_WITHOUT_SHARED_DATA("mesentery546/Network_SE_corner_445.dat");
  const Network n = read_secomb(testing::shared_data("mesentery546/Network_SE_corner_445.dat"));
  EXPECT_EQ(n.segments.size(), 445u);
  EXPECT_EQ(n.nodes.size(), 412u);
  ASSERT_EQ(n.boundary.size(), 9u);
  EXPECT_EQ(n.boundary[4].kind, Boundary::pressure);
  EXPECT_EQ(n.boundary[4].value, 15);
  EXPECT_EQ(n.segments[0].flow_nl_per_min, 30);
}

TEST(SecombFile, RatBrainInTwoComponents) {
  SKIP_WITHOUT_SHARED_DATA("brain99/network.dat");
  const Network n = read_secomb(testing::shared_data("brain99/network.dat"));
  EXPECT_EQ(n.segments.size(), 50u);
  EXPECT_EQ(n.nodes.size(), 49u);
  EXPECT_EQ(component_count(n), 2);
  EXPECT_EQ(std::count_if(n.boundary.begin(), n.boundary.end(),
                          [](auto& b) { return b.kind == Boundary::flow; }),
            9);
  EXPECT_NEAR(total_length_um(n) * 1e-3, 1.840, 5e-4);
}

TEST(SecombFile, ByteOrderMarkTabsAndBoundaryRowsWithoutHaematocrit) {
  SKIP_WITHOUT_SHARED_DATA("misc/Network45segment.dat");
  const Network n = read_secomb(testing::shared_data("misc/Network45segment.dat"));
  EXPECT_TRUE(n.title.starts_with("Simple test network"));
  EXPECT_EQ(n.segments.size(), 45u);
  EXPECT_EQ(n.nodes.size(), 29u);
  EXPECT_EQ(n.boundary.size(), 2u);
  EXPECT_NEAR(total_length_um(n) * 1e-3, 2.397587, 5e-7);
}

constexpr const char* head =
    "title\n100 100 100 box\n1 1 1 points\n100. bound\n500. longest\n5 most\n";

std::string two_vessels(const std::string& boundary) {
  return std::string(head) +
         "3 segments\nname type from to diam flow hd\n"
         "7 5 1 2 3.00E+01 1 0.4 *\n9 4 2 30 8 1 0.4 * more words\n8 10 1 30 8 0 0\n\n"
         "3 nodes\nname x y z\n1 0 0 0\n2 30 40 0\n30 30 40 10 *\n" +
         boundary;
}

TEST(SecombFile, CodesOfFlowEstimateAreFlowsAndRemovedVesselsAreLeftOut) {
  const testing::Scratch folder;
  const Network n = read_secomb(
      folder.write("n.dat", two_vessels("2 boundary\nnode type value\n1 7 2.5 0.4\n30 -2 -2.5\n")));
  ASSERT_EQ(n.segments.size(), 2u);
  EXPECT_EQ(n.segments[0].length_um, 50);
  EXPECT_EQ(n.segments[0].diameter_um, 30);
  ASSERT_EQ(n.boundary.size(), 2u);
  EXPECT_EQ(n.boundary[0].kind, Boundary::flow);
  EXPECT_EQ(n.boundary[1].kind, Boundary::flow);
}

std::string refusal_of(const std::string& text) {
  const testing::Scratch folder;
  try {
    read_secomb(folder.write("n.dat", text));
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

TEST(SecombFile, RefusalsNameFileLineAndCure) {
  const std::string unknown = refusal_of(two_vessels("1 boundary\nnode type value\n99 0 2.5\n"));
  EXPECT_NE(unknown.find("n.dat:20: "), std::string::npos) << unknown;
  EXPECT_NE(unknown.find("add the node or drop"), std::string::npos) << unknown;
  const std::string code = refusal_of(two_vessels("1 boundary\nnode type value\n1 3 2.5\n"));
  EXPECT_NE(code.find("write 0 for a pressure"), std::string::npos) << code;
  const std::string cut = refusal_of(two_vessels("2 boundary\nnode type value\n1 0 2.5\n"));
  EXPECT_NE(cut.find("cut short"), std::string::npos) << cut;
}

TEST(SecombFile, AWrongNumberOfLinesIsAskedFor) {
  const std::string text = two_vessels("2 boundary\nnode type value\n1 0 2.5\n2 0 1\n");
  EXPECT_EQ(refusal_of(text), "accepted");
  for (const auto& [from, to] : {std::pair{"3 segments", "2 segments"},
                                 {"3 segments", "4 segments"},
                                 {"3 nodes", "2 nodes"},
                                 {"3 nodes", "4 nodes"}}) {
    std::string changed = text;
    changed.replace(changed.find(from), std::string(from).size(), to);
    const std::string said = refusal_of(changed);
    EXPECT_NE(said.find("is the number of lines given above them right?"), said.npos)
        << to << ": " << said;
  }
}

/// A .csv made of it could not be read. Removed vessels stand for none: their names are free.
TEST(SecombFile, TwoSegmentsOfOneNameAreRefusedWithBothLines) {
  const std::string text = two_vessels("1 boundary\nnode type value\n1 0 2.5\n");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return refusal_of(changed);
  };
  const std::string said = with("9 4 2 30 8", "7 4 2 30 8");
  EXPECT_NE(said.find("n.dat:10: segment 7 is listed twice, here and in line 9"), said.npos)
      << said;
  EXPECT_NE(said.find("rename or drop one"), said.npos) << said;
  EXPECT_EQ(with("8 10 1 30 8", "9 10 1 30 8"), "accepted");
}

TEST(SecombFile, NumbersThatNoVesselHasAreRefusedInTheirLine) {
  const std::string text = two_vessels("1 boundary\nnode type value\n1 0 2.5 0.4\n");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return refusal_of(changed);
  };
  EXPECT_EQ(refusal_of(text), "accepted");
  for (const auto& [from, to, told] :
       {std::array<const char*, 3>{"3.00E+01", "1e9", "n.dat:9: segment 7 has the diameter"},
        {"8 1 0.4 * more", "8 1 40 * more", "n.dat:10: segment 9 has the haematocrit 40"},
        {"2 30 40 0", "2 30 4e9 0", "n.dat:9: segment 7 has the length"},
        {"1 0 2.5 0.4", "1 0 2500 0.4", "n.dat:20: node 1 has the pressure 2500"},
        {"1 0 2.5 0.4", "1 2 1e12 0.4", "n.dat:20: node 1 has the flow"},
        {"1 0 2.5 0.4", "1 0 2.5 40", "n.dat:20: node 1 has the haematocrit 40"}}) {
    const std::string said = with(from, to);
    EXPECT_NE(said.find(told), std::string::npos) << said;
  }
}

TEST(SecombFile, HostileNumbersAreRefused) {
  std::string text = two_vessels("1 boundary\nnode type value\n1 0 2.5\n");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return refusal_of(changed);
  };
  EXPECT_NE(with("3.00E+01", "nan").find("finite"), std::string::npos);
  EXPECT_NE(with("3.00E+01", "-8").find("positive"), std::string::npos);
  EXPECT_NE(with("3 segments", "99999999999999 segments").find("more rows"), std::string::npos);
  EXPECT_NE(with("3 segments", "-3 segments").find("whole number"), std::string::npos);
  EXPECT_NE(with("2 30 40 0", "1 30 40 0").find("listed twice"), std::string::npos);
  EXPECT_NE(with("30 30 40 10", "30 30 inf 10").find("finite"), std::string::npos);
  EXPECT_NE(with("9 4 2 30 8", "9 4 2 31 8").find("(line 10)"), std::string::npos);
}

}  // namespace
}  // namespace metastasim::geometry
