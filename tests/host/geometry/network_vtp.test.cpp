#include "host/geometry/network_vtp.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/network_edit.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/shared_data.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

/// The only test of a build without VTK.
TEST(NetworkVtp, ABuildWithoutVtkSaysWhatIsMissing) {
  if (can_read_vtp()) GTEST_SKIP() << "built with VTK";
  try {
    read_network_vtp("mine.vtp", 1);
    FAIL() << "accepted";
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("libvtk9-dev"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find(".csv"), std::string::npos);
  }
}

#define NEEDS_VTK \
  if (!can_read_vtp()) GTEST_SKIP() << "built without VTK (scripts/packages install vtk)"

/// Two lines over three points, in the words of VTK; `lines` and `radius` are what the tests vary.
std::string file_with(const std::string& head, const std::string& lines, const std::string& radius,
                      const std::string& tail = "") {
  return "<?xml version=\"1.0\"?>\n<!-- by hand -->\n<VTKFile type=\"PolyData\" " + head +
         ">\n<PolyData>\n<Piece NumberOfPoints=\"3\" NumberOfVerts=\"0\" NumberOfLines=\"2\">\n"
         "<PointData>" +
         radius +
         "</PointData>\n<CellData/>\n<Points><DataArray type=\"Float32\" NumberOfComponents=\"3\" "
         "format=\"ascii\">\n0 0 0 100 0 0\n100 50 0</DataArray></Points>\n<Lines>" +
         lines + "</Lines>\n</Piece></PolyData>" + tail + "</VTKFile>\n";
}

const std::string plain_lines =
    "<DataArray type=\"Int32\" Name=\"connectivity\" format=\"ascii\">0 1 1 2</DataArray>"
    "<DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">2 4</DataArray>";
const std::string plain_radius =
    "<DataArray type=\"Float64\" Name=\"Radius\" format=\"ascii\">4 4 2</DataArray>";

Network read(const std::string& text) {
  const testing::Scratch folder;
  return read_network_vtp(folder.write("a.vtp", text), 1);
}

std::string refusal_of(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

void expect_the_two_lines(const Network& n) {
  ASSERT_EQ(n.nodes.size(), 3u);
  ASSERT_EQ(n.segments.size(), 2u);
  EXPECT_EQ(n.segments[0].length_um, 100);
  EXPECT_EQ(n.segments[1].length_um, 50);
  EXPECT_EQ(n.segments[0].diameter_um, 8);
  EXPECT_EQ(n.segments[1].diameter_um, 6);
}

TEST(NetworkVtp, NumbersMayBeText) {
  NEEDS_VTK;
  expect_the_two_lines(read(file_with("byte_order=\"LittleEndian\"", plain_lines, plain_radius)));
}

// 4, 4, 2 as Float64: 24 bytes behind their number as UInt32
constexpr const char* little = "GAAAAAAAAAAAABBAAAAAAAAAEEAAAAAAAAAAQA==";
constexpr const char* big = "AAAAGEAQAAAAAAAAQBAAAAAAAABAAAAAAAAAAA==";

TEST(NetworkVtp, NumbersMayStandInBase64OfEitherByteOrder) {
  NEEDS_VTK;
  const auto radius = [](const char* text) {
    return std::string("<DataArray type=\"Float64\" Name=\"Radius\" format=\"binary\">\n   ") +
           text + "\n</DataArray>";
  };
  expect_the_two_lines(read(file_with("byte_order=\"LittleEndian\"", plain_lines, radius(little))));
  const std::string swapped = file_with("byte_order=\"BigEndian\"", plain_lines, radius(big));
  expect_the_two_lines(read(swapped));
}

TEST(NetworkVtp, NumbersMayBeAppendedAsBytesThatLookLikeElements) {
  NEEDS_VTK;
  std::string bytes = "_</Appended<<";  // 12 bytes before ours
  bytes += std::string("\x0C\0\0\0", 4) + std::string("\0\0\x80\x40\0\0\x80\x40\0\0\0\x40", 12);
  expect_the_two_lines(
      read(file_with("byte_order=\"LittleEndian\"", plain_lines,
                     "<DataArray type=\"Float32\" Name=\"Radius\" format=\"appended\" "
                     "offset=\"12\"/>",
                     "<AppendedData encoding=\"raw\">" + bytes + "</AppendedData>")));
}

TEST(NetworkVtp, WhatCannotBeMeantIsRefused) {
  NEEDS_VTK;
  const std::string head = "byte_order=\"LittleEndian\"";
  const auto with_lines = [&](const char* connectivity, const char* offsets) {
    return refusal_of(
        file_with(head,
                  std::string("<DataArray type=\"Int32\" Name=\"connectivity\" format=\"ascii\">") +
                      connectivity +
                      "</DataArray><DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">" +
                      offsets + "</DataArray>",
                  plain_radius));
  };
  EXPECT_NE(with_lines("0 1 1 3", "2 4").find("names point 3 of 3"), std::string::npos);
  EXPECT_NE(refusal_of("x").find("ParaView"), std::string::npos);
  EXPECT_NE(refusal_of(file_with(head, "", plain_radius)).find("no lines"), std::string::npos);
  EXPECT_NE(refusal_of(file_with(head, plain_lines, "")).find("Radius"), std::string::npos);
}

TEST(NetworkVtp, NumbersThatNoVesselHasAreRefusedWithTheFile) {
  NEEDS_VTK;
  const auto refused = [](const std::string& arrays) {
    const testing::Scratch folder;
    const auto file =
        folder.write("a.vtp", file_with("byte_order=\"LittleEndian\"", plain_lines, arrays));
    try {
      read_network(file);
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string("accepted");
  };
  const auto array = [](const char* name, const char* values) {
    return std::string("<DataArray type=\"Float64\" Name=\"") + name + "\" format=\"ascii\">" +
           values + "</DataArray>";
  };
  const std::string ends = plain_radius + array("boundary", "1 0 1");
  EXPECT_EQ(refused(ends + array("boundary_value", "40 0 10")), "accepted");
  for (const auto& [arrays, said] :
       {std::pair{array("Radius", "1e9 1e9 2"), "segment 1 has the diameter"},
        {array("Radius", "1e-70 1e-70 2"), "segment 1 has the diameter"},
        {ends + array("boundary_value", "5000 0 10"), "node 1 has the pressure 5000"},
        {ends + array("boundary_value", "40 0 10") + array("haematocrit", "40 0 0"),
         "node 1 has the haematocrit 40: a fraction is wanted, write 0.4"}}) {
    const std::string told = refused(arrays);
    EXPECT_NE(told.find("a.vtp: "), told.npos) << told;
    EXPECT_NE(told.find(said), told.npos) << told;
  }
}

TEST(NetworkVtp, AFileThatIsCutIsRefused) {
  NEEDS_VTK;
  const std::string whole = file_with("byte_order=\"LittleEndian\"", plain_lines, plain_radius);
  for (std::size_t length = 0; length + 20 < whole.size(); length += 7)
    EXPECT_NE(refusal_of(whole.substr(0, length)), "accepted") << length;
}

struct Counts {
  const char* file;
  double unit_um;
  std::size_t points, unique, lines, edges, zero_length, distinct;
  double length_um, tolerance;
  std::size_t components;
  std::vector<int> largest;
};

std::size_t distinct_edges(const Network& n) {
  std::set<std::pair<int, int>> ends;
  for (const auto& s : n.segments)
    if (s.from != s.to) ends.insert(std::minmax(s.from, s.to));
  return ends.size();
}

void expect_as_counted(const Counts& e) {
  const auto path = testing::shared_data(std::string("vtp/") + e.file + ".vtp");
  const LineData data = read_line_data(path);
  EXPECT_EQ(data.points.size(), e.points);
  EXPECT_EQ(data.lines.size(), e.lines);
  const Network n = read_network_vtp(path, e.unit_um);
  EXPECT_EQ(n.nodes.size(), e.unique);
  EXPECT_EQ(n.segments.size(), e.edges);
  EXPECT_EQ(distinct_edges(n), e.distinct);
  EXPECT_EQ(
      std::count_if(n.segments.begin(), n.segments.end(), [](auto& s) { return s.length_um == 0; }),
      static_cast<long>(e.zero_length));
  EXPECT_NEAR(total_length_um(n), e.length_um, e.tolerance);
  const auto sizes = summary_of(n).component_sizes;
  EXPECT_EQ(sizes.size(), e.components);
  EXPECT_EQ(std::vector<int>(sizes.begin(), sizes.begin() + 3), e.largest);
}

TEST(NetworkVtp, PublishedNetworksAreReadAsTheyStand) {
  SKIP_WITHOUT_SHARED_DATA("vtp/bio_original.vtp");
  NEEDS_VTK;
  for (const Counts& e :
       {Counts{"bio_original",
               1,
               15300,
               8327,
               7650,
               7650,
               41,
               7530,
               375321,
               0.5,
               1309,
               {3910, 109, 89}},
        Counts{"tapmeier_network", 1, 883, 807, 77, 806, 0, 806, 3603.25, 0.005, 5, {587, 174, 30}},
        Counts{"ratmesentery_or_tumor_724pts_bdm",
               1e6,
               724,
               370,
               362,
               362,
               0,
               362,
               15704.8,
               0.05,
               8,
               {94, 68, 65}}}) {
    SCOPED_TRACE(e.file);
    expect_as_counted(e);
  }
}

TEST(NetworkVtp, APublishedNetworkWithoutItsZeroLengthsIsSolvable) {
  SKIP_WITHOUT_SHARED_DATA("vtp/bio_original.vtp");
  NEEDS_VTK;
  const Network n = read_network_vtp(testing::shared_data("vtp/bio_original.vtp"), 1);
  EXPECT_THROW(vessels::require_solvable(n), InputError);
  const Network merged = merged_where_no_length(n);
  EXPECT_EQ(merged.segments.size(), 7650u - 41u);
  EXPECT_NEAR(total_length_um(merged), 375321, 0.5);
  EXPECT_NO_THROW(vessels::require_solvable(merged));
}

TEST(NetworkVtp, WhatIsWrittenIsReadAgain) {
  NEEDS_VTK;
  const testing::Scratch folder;
  const Network bed =
      generate_capillary_bed({.block_um = {320, 320, 320}, .length_density_mm_per_mm3 = 200});
  write_network_vtp(folder.path() / "bed.vtp", bed);
  const Network again = read_network_vtp(folder.path() / "bed.vtp", 1);
  ASSERT_EQ(again.segments.size(), bed.segments.size());
  for (std::size_t i = 0; i < bed.segments.size(); ++i) {
    EXPECT_EQ(again.segments[i].id, bed.segments[i].id);
    EXPECT_EQ(again.segments[i].diameter_um, bed.segments[i].diameter_um);
    EXPECT_EQ(again.nodes[again.segments[i].to].x_um, bed.nodes[bed.segments[i].to].x_um);
  }
  EXPECT_EQ(again.boundary.size(), bed.boundary.size());
}

}  // namespace
}  // namespace metastasim::geometry
