#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "host/io/hdf5.hpp"

/// What one output shows, in the terms of the file format: images, and points joined to vertices or
/// lines. docs/file_format.md describes how they lie in run.vtkhdf.
namespace metastasim {

/// A named column of numbers. float32, int32 or int64: the types that every reader was seen to
/// take.
struct Array {
  std::string name;  ///< without '/' or '.'
  std::string unit;  ///< UDUNITS-2 spelling
  hdf5::Values values;
  int components = 1;
  std::string meaning = {};
};

/// Values per voxel of a block, x fastest.
struct ImageData {
  std::array<std::int64_t, 3> voxels{};
  std::array<double, 3> spacing_um{};
  std::vector<Array> cell_data;
};

enum class Topology : std::uint8_t {
  vertices = 0,
  lines = 1
};  ///< the place in VTK's list of categories

/// Points, and what joins them: one vertex a point, or lines of two points each.
struct PolyData {
  Topology topology = Topology::vertices;
  std::vector<float> points_um;            ///< x, y, z of each
  std::vector<std::int64_t> connectivity;  ///< numbers of points, from 0 in every output
  std::vector<Array> point_data, cell_data;

  std::uint64_t points() const { return points_um.size() / 3; }
  std::uint64_t points_per_cell() const { return topology == Topology::lines ? 2 : 1; }
  std::uint64_t cells() const { return connectivity.size() / points_per_cell(); }
};

struct Block {
  std::string name;  ///< "breast_cells"
  std::array<double, 3>
      origin_um{};  ///< where the site's corner stands in the picture; points contain it already
  std::variant<ImageData, PolyData> data;
};

}  // namespace metastasim
