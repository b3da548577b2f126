#include "host/geometry/line_data.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/geometry/network_file.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

/// A line of three points that another joins, with arrays of its lines.
Network lines_with(const decltype(LineData::at_lines)& at_lines, double unit_um = 1) {
  LineData data;
  data.points = {{0, 0, 0}, {30, 0, 0}, {30, 40, 0}, {30, 50, 0}};
  data.lines = {{0, 1, 2}, {2, 3}};
  data.at_lines = at_lines;
  data.at_lines["Radius"] = {4, 3};
  return network_of(data, unit_um, "lines");
}

std::vector<std::uint64_t> names_of(const Network& n) {
  std::vector<std::uint64_t> names;
  for (const auto& s : n.segments) names.push_back(s.id);
  return names;
}

TEST(LineData, PiecesOfALineOfVtkHaveNamesAndLengthsOfTheirOwn) {
  const std::vector<std::uint64_t> in_order{1, 2, 3};
  for (const std::vector<double>& segment : {std::vector<double>{7, 8}, {-1, std::nan("")}}) {
    const Network n = lines_with({{"segment", segment}, {"length_um", {90, 12}}});
    EXPECT_EQ(names_of(n), in_order);
    EXPECT_EQ(n.segments[0].length_um, 30);
    EXPECT_EQ(n.segments[1].length_um, 40);
    EXPECT_EQ(n.segments[2].length_um, 12);
    const testing::Scratch folder;
    write_network(folder.path() / "lines.csv", n);
    EXPECT_EQ(names_of(read_network(folder.path() / "lines.csv")), in_order);
  }
  EXPECT_EQ(lines_with({{"length_um", {90, 12}}}, 1000).segments[2].length_um, 12000);
  EXPECT_EQ(lines_with({{"kind", {std::nan(""), 9}}}).segments[0].kind, VesselKind::capillary);
}

}  // namespace
}  // namespace metastasim::geometry
