#include "host/geometry/network_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/line_data.hpp"
#include "host/geometry/network_csv.hpp"
#include "host/geometry/network_edit.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

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
  EXPECT_NE(said.find("a.csv:3: segment 7 is listed twice"), std::string::npos) << said;
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
