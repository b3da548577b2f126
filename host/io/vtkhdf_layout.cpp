#include <algorithm>
#include <bit>

#include "host/io/vtkhdf.hpp"

namespace metastasim::vtkhdf {

namespace {

using Integers = std::vector<std::int64_t>;

const hdf5::TableLayout bookkeeping{{}, {64}, 0};
const hdf5::TableLayout bookkeeping_by_category{{4}, {64, 4}, 0};

void create_table(hdf5::File& file, const std::string& path, const hdf5::Values& like,
                  const hdf5::TableLayout& layout, const std::string& unit) {
  file.create_table(path, like, layout);
  file.set_attribute(path, "units", unit);
}

void create_integers(hdf5::File& file, const std::string& group,
                     std::initializer_list<const char*> names) {
  for (const char* name : names)
    create_table(file, group + "/" + name, Integers{}, bookkeeping, "1");
}

void create_steps(hdf5::File& file, const std::string& block) {
  file.create_group(block + "/Steps");
  file.set_attribute(block + "/Steps", "NSteps", Integers{0}, true);
  create_table(file, block + "/Steps/Values", std::vector<double>{}, bookkeeping, "min");
}

void create_block(hdf5::File& file, const Block& block, const char* type, std::int64_t index) {
  const std::string path = path_of(block.name);
  file.create_group(path, hdf5::Order::creation);
  file.set_attribute(path, "Version", Integers{2, 2});
  file.set_attribute(path, "Type", std::string(type));
  file.set_attribute(path, "Index", Integers{index}, true);
  file.set_attribute(path, "Origin",
                     std::vector<double>(block.origin_um.begin(), block.origin_um.end()));
}

/// One group of data arrays with their offsets.
void create_arrays(hdf5::File& file, const std::string& block, const std::string& group,
                   const std::vector<Array>& arrays, const hdf5::TableLayout& scalar) {
  file.create_group(block + "/" + group);
  file.create_group(block + "/Steps/" + group + "Offsets");
  for (const Array& array : arrays) {
    const std::string path = block + "/" + group + "/" + array.name;
    hdf5::TableLayout layout = scalar;
    if (array.components > 1) {
      layout.row.push_back(static_cast<std::uint64_t>(array.components));
      layout.chunk.push_back(layout.row.back());
    }
    create_table(file, path, array.values, layout, array.unit);
    if (!array.meaning.empty()) file.set_attribute(path, "meaning", array.meaning);
    create_integers(file, block + "/Steps/" + group + "Offsets", {array.name.c_str()});
  }
}

void create_data(hdf5::File& file, const std::string& path, const ImageData& image,
                 int compression) {
  const auto [nx, ny, nz] = image.voxels;
  file.set_attribute(path, "WholeExtent", Integers{0, nx, 0, ny, 0, nz});
  file.set_attribute(path, "Spacing",
                     std::vector<double>(image.spacing_um.begin(), image.spacing_um.end()));
  file.set_attribute(path, "Direction", std::vector<double>{1, 0, 0, 0, 1, 0, 0, 0, 1});
  const auto row =
      std::vector<std::uint64_t>{static_cast<std::uint64_t>(nz), static_cast<std::uint64_t>(ny),
                                 static_cast<std::uint64_t>(nx)};
  const hdf5::TableLayout layout{
      row,
      {1, std::min<std::uint64_t>(row[0], 32), std::min<std::uint64_t>(row[1], 64),
       std::min<std::uint64_t>(row[2], 64)},
      compression};
  create_arrays(file, path, "CellData", image.cell_data, layout);
}

/// Chunks of about what one output writes: small files stay small, and millions of cells do not
/// make a million chunks.
hdf5::TableLayout rows_layout(std::uint64_t rows, int compression) {
  return {{}, {std::clamp<std::uint64_t>(std::bit_ceil(rows), 4096, 65536)}, compression};
}

void create_category(hdf5::File& file, const std::string& path, std::uint64_t cells,
                     int compression) {
  file.create_group(path);
  create_integers(file, path, {"NumberOfCells", "NumberOfConnectivityIds"});
  const hdf5::TableLayout layout = cells == 0 ? bookkeeping : rows_layout(cells, compression);
  create_table(file, path + "/Connectivity", Integers{}, layout, "1");
  create_table(file, path + "/Offsets", Integers{}, layout, "1");
}

void create_data(hdf5::File& file, const std::string& path, const PolyData& poly, int compression) {
  hdf5::TableLayout points = rows_layout(poly.points(), compression);
  points.row = {3};
  points.chunk.push_back(3);
  create_table(file, path + "/Points", std::vector<float>{}, points, "um");
  create_integers(file, path, {"NumberOfPoints"});
  for (int c = 0; c < 4; ++c)
    create_category(
        file, path + "/" + categories[c],
        c == static_cast<int>(poly.topology) ? std::max<std::uint64_t>(poly.cells(), 1) : 0,
        compression);
  create_integers(file, path + "/Steps", {"PartOffsets", "NumberOfParts", "PointOffsets"});
  for (const char* name : {"CellOffsets", "ConnectivityIdOffsets"})
    create_table(file, path + "/Steps/" + name, Integers{}, bookkeeping_by_category, "1");
  create_arrays(file, path, "PointData", poly.point_data, rows_layout(poly.points(), compression));
  create_arrays(file, path, "CellData", poly.cell_data, rows_layout(poly.cells(), compression));
  file.set_attribute(path, "Category", std::string(categories[static_cast<int>(poly.topology)]));
}

}  // namespace

void create(hdf5::File& file) {
  file.create_group("/VTKHDF", hdf5::Order::creation);
  file.set_attribute("/VTKHDF", "Version", Integers{2, 2});
  file.set_attribute("/VTKHDF", "Type", std::string("MultiBlockDataSet"));
}

void create_blocks(hdf5::File& file, const std::vector<Block>& blocks, int compression) {
  for (const std::string& left_by_a_kill : file.children("/VTKHDF"))
    file.remove("/VTKHDF/" + left_by_a_kill);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const bool image = std::holds_alternative<ImageData>(blocks[i].data);
    create_block(file, blocks[i], image ? "ImageData" : "PolyData", static_cast<std::int64_t>(i));
    create_steps(file, path_of(blocks[i].name));
    std::visit(
        [&](const auto& data) { create_data(file, path_of(blocks[i].name), data, compression); },
        blocks[i].data);
  }
  file.flush();
  file.create_group("/VTKHDF/Assembly",
                    hdf5::Order::creation);  // last: it says that the blocks are complete
  for (const Block& block : blocks)
    file.soft_link(path_of(block.name), "/VTKHDF/Assembly/" + block.name);
}

}  // namespace metastasim::vtkhdf
