#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "host/io/vtkhdf.hpp"
#include "kernels/core/hash.hpp"

namespace metastasim::vtkhdf {

namespace {

using Integers = std::vector<std::int64_t>;

std::array<std::uint64_t, 2> digest(const hdf5::Values& values) {
  EntityHash hash(values.index(), hdf5::size(values));
  std::visit(
      [&](const auto& numbers) {
        const auto bytes = std::as_bytes(std::span(numbers));
        for (std::size_t at = 0; at < bytes.size(); at += 8) {
          std::uint64_t word = 0;
          std::memcpy(&word, bytes.data() + at, std::min<std::size_t>(8, bytes.size() - at));
          hash.word(word);
        }
      },
      values);
  return {hash.low, hash.high};
}

std::int64_t integer(const hdf5::File& file, const std::string& table, std::uint64_t row) {
  return file.read_row<std::int64_t>(table, row)[0];
}
void append_integer(hdf5::File& file, const std::string& table, std::uint64_t value) {
  file.append(table, Integers{static_cast<std::int64_t>(value)});
}
template <std::size_t N>
void append_integers(hdf5::File& file, const std::string& table,
                     const std::array<std::int64_t, N>& row) {
  file.append(table, Integers(row.begin(), row.end()));
}

/// Appends one array's values, or points to those of the step before where they are the same.
/// @param rows_before  rows that the step before showed, or -1 for none
void append_array(hdf5::File& file, Unchanged& unchanged, const std::string& block,
                  const std::string& group, const Array& array, std::uint64_t rows,
                  std::int64_t rows_before) {
  const std::string table = block + "/" + group + "/" + array.name;
  const std::string offsets = block + "/Steps/" + group + "Offsets/" + array.name;
  const bool comparable = rows_before == static_cast<std::int64_t>(rows);
  const std::int64_t before = comparable ? integer(file, offsets, file.rows(offsets) - 1) : -1;
  const bool same = unchanged(file, table, array.values, before, rows);
  append_integer(file, offsets,
                 same ? static_cast<std::uint64_t>(before) : file.append(table, array.values));
}

void append_data(hdf5::File& file, Unchanged& unchanged, const std::string& name,
                 const ImageData& image) {
  const std::string block = path_of(name);
  const std::int64_t rows_before = file.rows(block + "/Steps/Values") > 0 ? 1 : -1;
  for (const Array& array : image.cell_data)
    append_array(file, unchanged, block, "CellData", array, 1, rows_before);
}

Integers offsets_of(std::uint64_t cells, std::uint64_t points_per_cell) {
  Integers offsets(cells + 1);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    offsets[i] = static_cast<std::int64_t>(i * points_per_cell);
  return offsets;
}

/// Parts without cells at the end of a category.
std::uint64_t empty_at_end(const hdf5::File& file, const std::string& category) {
  const auto cells = file.read<std::int64_t>(category + "/NumberOfCells");
  const auto last = std::find_if(cells.rbegin(), cells.rend(), [](auto n) { return n > 0; });
  return static_cast<std::uint64_t>(last - cells.rbegin());
}

/// A part's offsets. Each part owns cells + 1 entries, but VTK (9.4 to 9.7) looks for those of a
/// part behind empty ones where the empty ones begin. So they go there, and the entries of the
/// empty ones, all 0, move behind them.
void append_offsets(hdf5::File& file, const std::string& category, std::uint64_t cells,
                    std::uint64_t points_per_cell) {
  const std::uint64_t empty = cells > 0 ? empty_at_end(file, category) : 0;
  Integers offsets = offsets_of(cells, points_per_cell);
  offsets.resize(offsets.size() + empty, 0);
  file.overwrite(category + "/Offsets", file.rows(category + "/Offsets") - empty, offsets);
}

/// The cells of one category in a new part.
void append_category(hdf5::File& file, const std::string& category, const Integers& connectivity,
                     std::uint64_t points_per_cell) {
  const std::uint64_t cells = connectivity.size() / points_per_cell;
  append_offsets(file, category, cells, points_per_cell);
  file.append(category + "/Connectivity", connectivity);
  append_integer(file, category + "/NumberOfCells", cells);
  append_integer(file, category + "/NumberOfConnectivityIds", connectivity.size());
}

/// A new part: points and what joins them. Returns where it lies.
PolyStep append_geometry(hdf5::File& file, const std::string& block, const PolyData& poly) {
  PolyStep step;
  step.part = static_cast<std::int64_t>(file.rows(block + "/NumberOfPoints"));
  step.first_point = static_cast<std::int64_t>(file.append(block + "/Points", poly.points_um));
  for (std::size_t c = 0; c < 4; ++c) {
    const std::string category = block + "/" + categories[c];
    const bool used = c == static_cast<std::size_t>(poly.topology);
    step.first_cell[c] = static_cast<std::int64_t>(file.rows(category + "/Offsets")) - step.part;
    step.first_id[c] = static_cast<std::int64_t>(file.rows(category + "/Connectivity"));
    append_category(file, category, used ? poly.connectivity : Integers{}, poly.points_per_cell());
  }
  append_integer(file, block + "/NumberOfPoints", poly.points());
  return step;
}

void append_place(hdf5::File& file, const std::string& block, const PolyStep& step) {
  append_integer(file, block + "/Steps/PartOffsets", static_cast<std::uint64_t>(step.part));
  append_integer(file, block + "/Steps/NumberOfParts", 1);
  append_integer(file, block + "/Steps/PointOffsets", static_cast<std::uint64_t>(step.first_point));
  append_integers(file, block + "/Steps/CellOffsets", step.first_cell);
  append_integers(file, block + "/Steps/ConnectivityIdOffsets", step.first_id);
}

void append_data(hdf5::File& file, Unchanged& unchanged, const std::string& name,
                 const PolyData& poly) {
  const std::string block = path_of(name);
  const std::uint64_t done = file.rows(block + "/Steps/Values");
  PolyStep before;
  before.points = before.cells = -1;
  if (done > 0) before = poly_step(file, name, done - 1);
  const bool same_size = before.points == static_cast<std::int64_t>(poly.points()) &&
                         before.cells == static_cast<std::int64_t>(poly.cells());
  const std::string ids =
      block + "/" + categories[static_cast<std::size_t>(poly.topology)] + "/Connectivity";
  const bool same_points = unchanged(file, block + "/Points", poly.points_um,
                                     same_size ? before.first_point : -1, poly.points());
  const bool same_ids =
      unchanged(file, ids, poly.connectivity,
                same_size ? before.first_id[static_cast<std::size_t>(poly.topology)] : -1,
                poly.connectivity.size());
  append_place(file, block, same_points && same_ids ? before : append_geometry(file, block, poly));
  for (const Array& array : poly.point_data)
    append_array(file, unchanged, block, "PointData", array, poly.points(), before.points);
  for (const Array& array : poly.cell_data)
    append_array(file, unchanged, block, "CellData", array, poly.cells(), before.cells);
}

void truncate_arrays(hdf5::File& file, const std::string& block, const std::string& group,
                     std::uint64_t steps, std::uint64_t rows_of_last) {
  for (const std::string& name : file.children(block + "/" + group)) {
    const std::string offsets = block + "/Steps/" + group + "Offsets/" + name;
    const std::uint64_t last =
        steps > 0 ? static_cast<std::uint64_t>(integer(file, offsets, steps - 1)) : 0;
    file.truncate(block + "/" + group + "/" + name, last + rows_of_last);
    file.truncate(offsets, steps);
  }
}

void truncate_poly(hdf5::File& file, const std::string& name, std::uint64_t steps) {
  const std::string block = path_of(name);
  PolyStep last;
  last.part = -1;
  if (steps > 0) last = poly_step(file, name, steps - 1);
  const std::uint64_t parts = static_cast<std::uint64_t>(last.part + 1);
  truncate_arrays(file, block, "PointData", steps, static_cast<std::uint64_t>(last.points));
  truncate_arrays(file, block, "CellData", steps, static_cast<std::uint64_t>(last.cells));
  file.truncate(block + "/Points", static_cast<std::uint64_t>(last.first_point + last.points));
  file.truncate(block + "/NumberOfPoints", parts);
  const auto own = static_cast<std::size_t>(topology_of(file, name));
  for (std::size_t c = 0; c < 4; ++c) {
    const std::string category = block + "/" + categories[c];
    const std::int64_t cells = c == own ? last.cells : 0, ids = c == own ? last.ids : 0;
    file.truncate(category + "/Offsets",
                  static_cast<std::uint64_t>(last.first_cell[c] + cells) + parts);
    file.truncate(category + "/Connectivity", static_cast<std::uint64_t>(last.first_id[c] + ids));
    for (const char* number : {"/NumberOfCells", "/NumberOfConnectivityIds"})
      file.truncate(category + number, parts);
  }
  for (const char* table :
       {"PartOffsets", "NumberOfParts", "PointOffsets", "CellOffsets", "ConnectivityIdOffsets"})
    file.truncate(block + "/Steps/" + table, steps);
}

void set_steps(hdf5::File& file, std::uint64_t steps) {
  for (const std::string& name : block_names(file))
    file.set_attribute(path_of(name) + "/Steps", "NSteps",
                       Integers{static_cast<std::int64_t>(steps)}, true);
}

void check_same_blocks(const std::vector<std::string>& known, const std::vector<Block>& blocks) {
  const bool same =
      std::equal(known.begin(), known.end(), blocks.begin(), blocks.end(),
                 [](const std::string& name, const Block& block) { return name == block.name; });
  if (!same)
    throw std::logic_error(
        "an output must hold the blocks of the run's first output, in their order");
}

}  // namespace

bool Unchanged::operator()(const hdf5::File& file, const std::string& table,
                           const hdf5::Values& values, std::int64_t offset, std::uint64_t rows) {
  const auto now = digest(values);
  const auto known = digests_.find(table);
  const bool same =
      offset >= 0 &&
      (known != digests_.end()
           ? known->second
           : digest(file.read(table, values, static_cast<std::uint64_t>(offset), rows))) == now;
  digests_[table] = now;
  return same;
}

std::vector<std::string> block_names(const hdf5::File& file) {
  if (!file.exists("/VTKHDF/Assembly")) return {};
  std::vector<std::string> names = file.children("/VTKHDF/Assembly");
  std::vector<std::pair<std::int64_t, std::string>> ordered;
  ordered.reserve(names.size());
  for (const std::string& name : names)
    ordered.emplace_back(file.integers(path_of(name), "Index")[0], name);
  std::sort(ordered.begin(), ordered.end());
  std::transform(ordered.begin(), ordered.end(), names.begin(),
                 [](const auto& pair) { return pair.second; });
  return names;
}

std::uint64_t steps(const hdf5::File& file) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  const auto names = block_names(file);
  for (const std::string& name : names)
    least = std::min(least, file.integers(path_of(name) + "/Steps", "NSteps")[0]);
  return names.empty() ? 0 : static_cast<std::uint64_t>(least);
}

void append(hdf5::File& file, Unchanged& unchanged, double time_min,
            const std::vector<Block>& blocks) {
  check_same_blocks(block_names(file), blocks);
  for (const Block& block : blocks) {
    std::visit([&](const auto& data) { append_data(file, unchanged, block.name, data); },
               block.data);
    file.append(path_of(block.name) + "/Steps/Values", std::vector<double>{time_min});
  }
  const std::uint64_t done = file.rows(path_of(blocks.front().name) + "/Steps/Values");
  file.flush();
  set_steps(file, done);
}

void truncate(hdf5::File& file, std::uint64_t steps) {
  set_steps(file, steps);
  file.flush();
  for (const std::string& name : block_names(file)) {
    if (is_image(file, name))
      truncate_arrays(file, path_of(name), "CellData", steps, steps > 0 ? 1 : 0);
    else
      truncate_poly(file, name, steps);
    file.truncate(path_of(name) + "/Steps/Values", steps);
  }
}

Topology topology_of(const hdf5::File& file, const std::string& block) {
  return file.text_attribute(path_of(block), "Category") == "Lines" ? Topology::lines
                                                                    : Topology::vertices;
}

PolyStep poly_step(const hdf5::File& file, const std::string& name, std::uint64_t step) {
  const std::string block = path_of(name), steps = block + "/Steps/";
  const std::string category =
      block + "/" + categories[static_cast<std::size_t>(topology_of(file, name))];
  PolyStep out;
  out.part = integer(file, steps + "PartOffsets", step);
  const auto part = static_cast<std::uint64_t>(out.part);
  out.points = integer(file, block + "/NumberOfPoints", part);
  out.cells = integer(file, category + "/NumberOfCells", part);
  out.ids = integer(file, category + "/NumberOfConnectivityIds", part);
  out.first_point = integer(file, steps + "PointOffsets", step);
  const auto cells = file.read_row<std::int64_t>(steps + "CellOffsets", step);
  const auto ids = file.read_row<std::int64_t>(steps + "ConnectivityIdOffsets", step);
  std::copy_n(cells.begin(), 4, out.first_cell.begin());
  std::copy_n(ids.begin(), 4, out.first_id.begin());
  return out;
}

}  // namespace metastasim::vtkhdf
