#include "host/geometry/network_vtp.hpp"

#include <fmt/ranges.h>

#include "host/geometry/text_output.hpp"

namespace metastasim::geometry {

namespace {

void write_array(TextOutput& file, const char* name, const std::vector<double>& values) {
  file.print("<DataArray type=\"Float64\" Name=\"{}\" format=\"ascii\">\n", name);
  for (double v : values) file.print("{}\n", v);
  file.print("</DataArray>\n");
}

void write_arrays(TextOutput& file, const char* where,
                  const std::map<std::string, std::vector<double>>& arrays) {
  file.print("<{}>\n", where);
  for (const auto& [name, values] : arrays) write_array(file, name.c_str(), values);
  file.print("</{}>\n", where);
}

void write_lines(TextOutput& file, const std::vector<std::vector<int>>& lines) {
  file.print("<Lines>\n<DataArray type=\"Int64\" Name=\"connectivity\" format=\"ascii\">\n");
  for (const auto& line : lines) file.print("{}\n", fmt::join(line, " "));
  file.print("</DataArray>\n<DataArray type=\"Int64\" Name=\"offsets\" format=\"ascii\">\n");
  std::size_t end = 0;
  for (const auto& line : lines) file.print("{}\n", end += line.size());
  file.print("</DataArray>\n</Lines>\n");
}

}  // namespace

vessels::Network read_network_vtp(const std::filesystem::path& path, double unit_um) {
  return network_of(read_line_data(path), unit_um, path.string());
}

void write_network_vtp(const std::filesystem::path& path, const vessels::Network& network) {
  const LineData data = line_data_of(network);
  TextOutput file(path);
  file.print(
      "<?xml version=\"1.0\"?>\n"
      "<VTKFile type=\"PolyData\" version=\"1.0\" byte_order=\"LittleEndian\">\n<PolyData>\n"
      "<Piece NumberOfPoints=\"{}\" NumberOfLines=\"{}\">\n",
      data.points.size(), data.lines.size());
  file.print("<Points>\n<DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"ascii\">\n");
  for (const auto& p : data.points) file.print("{} {} {}\n", p[0], p[1], p[2]);
  file.print("</DataArray>\n</Points>\n");
  write_lines(file, data.lines);
  write_arrays(file, "PointData", data.at_points);
  write_arrays(file, "CellData", data.at_lines);
  file.print("</Piece>\n</PolyData>\n</VTKFile>\n");
  file.close();
}

}  // namespace metastasim::geometry
