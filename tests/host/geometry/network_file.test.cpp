#include "host/geometry/network_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/line_data.hpp"
#include "host/geometry/network_csv.hpp"
#include "host/geometry/network_edit.hpp"
#include "host/geometry/network_limits.hpp"
#include "host/input_error.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;
using Arrays = decltype(LineData::at_points);

Network small_bed() {
  return generate_capillary_bed({.block_um = {320, 320, 320}, .length_density_mm_per_mm3 = 200});
}

void expect_same(const Network& a, const Network& b) {
  ASSERT_EQ(a.nodes.size(), b.nodes.size());
  ASSERT_EQ(a.segments.size(), b.segments.size());
  ASSERT_EQ(a.boundary.size(), b.boundary.size());
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    EXPECT_EQ(a.nodes[i].id, b.nodes[i].id);
    EXPECT_EQ(a.nodes[i].x_um, b.nodes[i].x_um);
    EXPECT_EQ(a.nodes[i].port, b.nodes[i].port);
  }
  for (std::size_t i = 0; i < a.segments.size(); ++i) {
    EXPECT_EQ(a.segments[i].id, b.segments[i].id);
    EXPECT_EQ(a.segments[i].from, b.segments[i].from);
    EXPECT_EQ(a.segments[i].to, b.segments[i].to);
    EXPECT_EQ(a.segments[i].diameter_um, b.segments[i].diameter_um);
    EXPECT_EQ(a.segments[i].length_um, b.segments[i].length_um);
    EXPECT_EQ(a.segments[i].kind, b.segments[i].kind);
  }
  for (std::size_t i = 0; i < a.boundary.size(); ++i) {
    EXPECT_EQ(a.boundary[i].node, b.boundary[i].node);
    EXPECT_EQ(a.boundary[i].value, b.boundary[i].value);
    EXPECT_EQ(a.boundary[i].haematocrit, b.boundary[i].haematocrit);
  }
}

TEST(NetworkFile, ATableKeepsEveryBit) {
  const testing::Scratch folder;
  Network bed = small_bed();
  std::sort(bed.boundary.begin(), bed.boundary.end(),
            [](auto& a, auto& b) { return a.node < b.node; });
  write_network(folder.path() / "bed.csv", bed);
  expect_same(read_network(folder.path() / "bed.csv"), bed);
}

TEST(NetworkFile, LinesOfVtkKeepEveryBit) {
  Network bed = small_bed();
  std::sort(bed.boundary.begin(), bed.boundary.end(),
            [](auto& a, auto& b) { return a.node < b.node; });
  expect_same(network_of(line_data_of(bed), 1, "bed"), bed);
}

TEST(NetworkFile, ATableWithoutNodesTakesThoseThatSegmentsName) {
  const testing::Scratch folder;
  const Network n =
      read_network(folder.write("a.csv",
                                "\xEF\xBB\xBFlength_um, segment,from,to,diameter_um,remark\r\n"
                                "100,1,10,20,8,\"wide\"\r\n\r\n50,2,20,30,6,\r\n"));
  ASSERT_EQ(n.nodes.size(), 3u);
  EXPECT_EQ(n.segments[1].from, 1);
  EXPECT_EQ(n.segments[0].length_um, 100);
}

std::string refusal_of(const std::string& text, const char* name = "a.csv") {
  const testing::Scratch folder;
  try {
    read_network(folder.write(name, text));
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

TEST(NetworkFile, TablesThatCannotBeMeantAreRefusedWithLineAndCure) {
  const std::string head = "segment,from,to,diameter_um,length_um\n";
  EXPECT_NE(refusal_of(head + "1,1,2,nan,5\n").find("a.csv:2: "), std::string::npos);
  EXPECT_NE(refusal_of(head + "1,1,2,0,5\n").find("positive"), std::string::npos);
  EXPECT_NE(refusal_of(head + "1,1,b,8,5\n").find("whole number"), std::string::npos);
  EXPECT_NE(refusal_of("segment,from,to\n1,1,2\n").find("add it to the first line"),
            std::string::npos);
  EXPECT_NE(refusal_of("segment,from,to,to\n").find("twice"), std::string::npos);
  EXPECT_NE(refusal_of("x", "a.swc").find(".vtp"), std::string::npos);
  EXPECT_THROW(read_network("/nowhere/a.csv"), InputError);
}

TEST(NetworkFile, ASegmentHasANameOfItsOwn) {
  const std::string said =
      refusal_of("segment,from,to,diameter_um,length_um\n7,1,2,8,5\n7,2,3,8,5\n");
  EXPECT_NE(said.find("a.csv:3: segment 7 is listed twice, here and in line 2"), std::string::npos)
      << said;
}

/// All that is wrong with a table and the nodes beside it.
std::vector<std::string> refusals_of(const std::string& segments, const std::string& nodes) {
  const testing::Scratch folder;
  folder.write("a.nodes.csv", nodes);
  try {
    read_network(folder.write("a.csv", segments));
  } catch (const InputErrors& all) {
    std::vector<std::string> out;
    for (const std::string& one : all.each)
      out.push_back(one.substr(folder.path().string().size() + 1));
    return out;
  }
  return {};
}

TEST(NetworkFile, AllErrorsOfATableAreToldAtOnce) {
  const auto all = refusals_of(
      "segment,from,to,diameter_um,length_um,kind,discharge_haematocrit\n"
      "1,1,2,wide,5,,\n2,1,9,8,x,artery,40\n2,1,2,-3,5,,\n3,1,two,8,1e300,,\n",
      "node,x_um,y_um,z_um,boundary,value,haematocrit\n1,0,0,0,pressure,5000,45\n"
      "1,0,0,inf,,,\n2,9,0,0,suction,,\n");
  const std::string cure = ", so nobody can tell which is meant: rename or drop one";
  const std::vector<std::string> expected{
      "a.nodes.csv:2: node 1 has the pressure 5000: write -1000 to 1000 mmHg",
      "a.nodes.csv:2: node 1 has the haematocrit 45: a fraction is wanted, write 0.45",
      "a.nodes.csv:3: node 1 is listed twice, here and in line 2" + cure,
      "a.nodes.csv:3: 'inf' stands where z_um should be: write a finite number",
      "a.nodes.csv:4: 'suction' stands under boundary: write one of pressure, flow",
      "a.csv:2: 'wide' stands where diameter_um should be: write a finite number",
      std::string("a.csv:3: segment 2 names node 9, which the file does not list: ") +
          "add the node or drop the line",
      "a.csv:3: 'x' stands where length_um should be: write a finite number",
      "a.csv:3: 'artery' stands under kind: write one of arteriole, capillary, venule, lymphatic",
      "a.csv:3: segment 2 has the haematocrit 40: a fraction is wanted, write 0.4",
      "a.csv:4: segment 2 is listed twice, here and in line 3" + cure,
      "a.csv:4: diameter_um is -3: write a positive number of um",
      "a.csv:5: 'two' stands where to should be: write a whole number, 0 or more",
      "a.csv:5: segment 3 has the length 1e+300: write 0 to 1000000 um"};
  EXPECT_EQ(all, expected);
}

TEST(NetworkFile, ANodeInALineThatIsRefusedIsNotMissedByItsVessels) {
  EXPECT_EQ(refusals_of("segment,from,to,diameter_um\n1,1,2,8\n2,2,3,8\n",
                        "node,x_um,y_um,z_um\none,0,0,0\n2,9,0,y\n3,9,9,0\n")
                .size(),
            2u);
  const auto columns = refusals_of("segment,from,to\n1,1,2\n", "node,x_um,y_um\n1,0,0\n2,9,0\n");
  ASSERT_EQ(columns.size(), 2u);
  EXPECT_NE(columns[0].find("no column 'z_um'"), std::string::npos);
  EXPECT_NE(columns[1].find("no column 'diameter_um'"), std::string::npos);
}

TEST(NetworkFile, NoMoreErrorsAreToldThanAnybodyReads) {
  std::string text = "segment,from,to,diameter_um,length_um\n";
  for (int i = 0; i < 500; ++i) text += std::to_string(i) + ",1,2,wide,5\n";
  const auto all = refusals_of(text, "node,x_um,y_um,z_um\n1,0,0,0\n2,9,0,0\n");
  ASSERT_EQ(all.size(), 20u);
  EXPECT_NE(all.back().find("a.csv:21: "), std::string::npos);
  EXPECT_NE(all.back().find("There may be more"), std::string::npos);
}

/// What a solve writes is read again: red cells may gather in a vessel.
TEST(NetworkFile, AHaematocritOfAVesselIsAFraction) {
  const std::string head =
      "segment,from,to,diameter_um,length_um,discharge_haematocrit\n1,1,2,8,5,";
  for (const char* good : {"", "nan", "0", "0.45", "0.99", "1"})
    EXPECT_EQ(refusal_of(head + good + "\n"), "accepted") << good;
  for (const char* bad : {"40", "-0.1", "1.2", "100.5"})
    EXPECT_NE(refusal_of(head + bad + "\n").find("a.csv:2: segment 1 has the haematocrit"),
              std::string::npos)
        << bad;
}

TEST(NetworkFile, LinesOfVtkAreHeldToTheSameLimits) {
  LineData data;
  data.points = {{0, 0, 0}, {100, 0, 0}};
  data.lines = {{0, 1}};
  data.at_lines["Diameter"] = {8};
  data.at_points["boundary"] = {1, 1};
  data.at_points["boundary_value"] = {40, 10};
  EXPECT_NO_THROW(require_plausible(network_of(data, 1, "lines")));
  const auto refused = [&](Arrays LineData::*where, const char* name, double value) {
    LineData changed = data;
    auto& array = (changed.*where)[name];
    array.resize(2, 0.4);
    array[0] = value;
    EXPECT_THROW(require_plausible(network_of(changed, 1, "lines")), InputError) << name << value;
  };
  for (const double value : {1e-70, 1e9}) refused(&LineData::at_lines, "Diameter", value);
  refused(&LineData::at_lines, "length_um", 1e300);
  for (const double value : {5000.0, -5000.0, vessels::not_given})
    refused(&LineData::at_points, "boundary_value", value);
  for (const double value : {40.0, -0.4}) refused(&LineData::at_points, "haematocrit", value);
}

TEST(NetworkFile, AFileWithoutAVesselIsRefused) {
  EXPECT_NE(refusal_of("segment,from,to,diameter_um,length_um\n").find("a.csv: no vessel"),
            std::string::npos);
  const std::string head = "title\n1 1 1\n1 1 1\n1\n1\n3\n",
                    nodes = "2\nhead\n1 0 0 0\n2 9 0 0\n0\n";
  EXPECT_NE(refusal_of(head + "0\nhead\n" + nodes, "a.dat").find("a.dat: no vessel"),
            std::string::npos);
  EXPECT_NE(refusal_of(head + "1\nhead\n1 10 1 2 8\n" + nodes, "a.dat").find("a.dat: no vessel"),
            std::string::npos);  // a removed one
  EXPECT_EQ(refusal_of(head + "1\nhead\n1 5 1 2 8\n" + nodes, "a.dat"), "accepted");
}

TEST(NetworkFile, AUnitIsForFilesThatDoNotSayTheirs) {
  const testing::Scratch folder;
  const auto file = folder.write("a.csv", "segment,from,to,diameter_um,length_um\n1,1,2,8,5\n");
  EXPECT_NO_THROW(read_network(file, 1));
  EXPECT_THROW(read_network(file, 1000), InputError);
}

TEST(NetworkFile, WhatNoSolveCouldTakeIsRefusedWithTheFile) {
  const testing::Scratch folder;
  const auto file = folder.write("a.csv", "segment,from,to,diameter_um,length_um\n1,1,2,8,0\n");
  EXPECT_NO_THROW(read_network(file));
  try {
    read_solvable_network(file);
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("a.csv: vessel segment 1"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("--merge-zero-length"), std::string::npos);
  }
}

TEST(NetworkEdit, WithoutZeroLengthsTheRestIsConnectedAsBefore) {
  const Network n{
      "",
      {{1, 0}, {2, 50}, {3, 50}, {4, 50}, {5, 90}},
      {{11, 0, 1, 8, 50}, {12, 2, 1, 8, 0}, {13, 3, 2, 8, 0}, {14, 3, 4, 8, 40}, {15, 1, 3, 8, 60}},
      {{0, vessels::Boundary::pressure, 40}, {4, vessels::Boundary::pressure, 10}}};
  const Network merged = merged_where_no_length(n);
  ASSERT_EQ(merged.segments.size(), 3u);
  ASSERT_EQ(merged.nodes.size(), 3u);
  EXPECT_EQ(merged.segments[0].to, merged.segments[1].from);
  EXPECT_EQ(merged.nodes[merged.segments[0].to].id, 2u);
  EXPECT_EQ(merged.segments[1].id, 14u);
  EXPECT_EQ(merged.segments[2].from, merged.segments[2].to);  // it has a length: it stays
  EXPECT_EQ(merged.nodes[merged.boundary[1].node].id, 5u);
  EXPECT_THROW(vessels::require_solvable(n), InputError);
  EXPECT_NO_THROW(vessels::require_solvable(merged));
}

TEST(NetworkFile, PointsOfEqualCoordinatesAreOneNode) {
  LineData data;
  data.points = {{0, 0, 0}, {1, 0, 0}, {1, 0, -0.0}, {2, 0, 0}};
  data.lines = {{0, 1}, {2, 3}};
  data.at_points["R"] = {1, 2, 2, 4};
  const Network n = network_of(data, 1e6, "lines in metres");
  ASSERT_EQ(n.nodes.size(), 3u);
  EXPECT_EQ(n.segments[0].to, n.segments[1].from);
  EXPECT_EQ(n.segments[1].diameter_um, 6e6);
  EXPECT_EQ(n.segments[1].length_um, 1e6);
}

}  // namespace
}  // namespace metastasim::geometry
