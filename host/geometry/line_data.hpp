#pragma once
#include <array>
#include <map>
#include <string>

#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Polylines with values at points and lines, as VTK files hold them, without VTK.
struct LineData {
  std::vector<std::array<double, 3>> points;
  std::vector<std::vector<int>> lines;
  std::map<std::string, std::vector<double>> at_points, at_lines;
};

/// A segment for each pair of points that follow each other on a line; points of exactly equal
/// coordinates become one node. Coordinates, lengths, radii and diameters are multiplied by `unit_um`.
/// Radii (Radius, radius, R, Vessel Radius, Node Radius) or diameters (Diameter, diameter,
/// diameter_um) stand at points, whose mean is taken, or at lines. Arrays that write_network_vtp
/// leaves (node, segment, length_um, kind, port, boundary, boundary_value, haematocrit,
/// pO2_mmHg) are read again: length_um of lines that are one segment; names where no two are the same.
/// `who` names the source in refusals.
vessels::Network network_of(const LineData& data, double unit_um, const std::string& who);

/// The reverse, with those arrays.
LineData line_data_of(const vessels::Network& network);

}  // namespace metastasim::geometry
