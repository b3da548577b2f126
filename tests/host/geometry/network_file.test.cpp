#include "host/geometry/network_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/line_data.hpp"
#include "host/geometry/network_csv.hpp"
#include "host/geometry/network_vtp.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/topology.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/shared_data.hpp"

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

struct VtpCounts {
  const char* file;
  double unit_um;
  std::size_t points, unique, lines, edges, zero_length;
  double length_um, tolerance;
  int components;
};

TEST(NetworkFile, VtpFilesAreReadAsTheyStand) {
  SKIP_WITHOUT_SHARED_DATA("vtp/bio_original.vtp");
  for (const VtpCounts& e :
       {VtpCounts{"bio_original", 1, 15300, 8327, 7650, 7650, 41, 375321, 0.5, 1309},
        VtpCounts{"tapmeier_network", 1, 883, 807, 77, 806, 0, 3603.25, 0.005, 5},
        VtpCounts{"ratmesentery_or_tumor_724pts_bdm", 1e6, 724, 370, 362, 362, 0, 15704.8, 0.05,
                  8}}) {
    const auto path = testing::shared_data(std::string("vtp/") + e.file + ".vtp");
    if (!can_read_vtp()) {
      EXPECT_THROW(read_network(path), InputError);
      GTEST_SKIP() << "built without VTK";
    }
    const LineData data = read_line_data(path);
    EXPECT_EQ(data.points.size(), e.points) << e.file;
    EXPECT_EQ(data.lines.size(), e.lines) << e.file;
    const Network n = read_network(path, e.unit_um);
    EXPECT_EQ(n.nodes.size(), e.unique) << e.file;
    EXPECT_EQ(n.segments.size(), e.edges) << e.file;
    EXPECT_EQ(std::count_if(n.segments.begin(), n.segments.end(),
                            [](auto& s) { return s.length_um == 0; }),
              static_cast<long>(e.zero_length));
    EXPECT_NEAR(total_length_um(n), e.length_um, e.tolerance) << e.file;
    const auto component = vessels::components(n);
    EXPECT_EQ(*std::max_element(component.begin(), component.end()) + 1, e.components) << e.file;
  }
}

}  // namespace
}  // namespace metastasim::geometry
