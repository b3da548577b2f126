// Numbers: in one piece, and in tables that grow row by row.
#include <algorithm>
#include <numeric>

#include "host/io/hdf5_task.hpp"

namespace metastasim::hdf5 {

namespace {

std::vector<hsize_t> shape_of(const Task& task, hid_t dataset) {
  const Handle space = task.space(dataset);
  std::vector<hsize_t> shape(
      static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
  H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr);
  return shape;
}

std::uint64_t values_per_row(const std::vector<hsize_t>& shape) {
  return std::accumulate(shape.begin() + 1, shape.end(), hsize_t{1}, std::multiplies<>());
}

/// A table's shape: so many rows of this shape.
std::vector<hsize_t> with_rows(hsize_t rows, const std::vector<std::uint64_t>& row) {
  std::vector<hsize_t> shape(row.size() + 1, rows);
  std::copy(row.begin(), row.end(), shape.begin() + 1);
  return shape;
}

/// Memory and file spaces of `count` rows from `first`.
struct RowSpaces {
  Handle memory, file;
  RowSpaces(const Task& task, hid_t dataset, std::uint64_t first, std::uint64_t count) {
    std::vector<hsize_t> size = shape_of(task, dataset), start = size;
    std::fill(start.begin(), start.end(), 0);
    task.check(!size.empty() && first + count <= size[0]);
    start[0] = first;
    size[0] = count;
    file = task.space(dataset);
    memory = task(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
    task.check(H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, start.data(), nullptr, size.data(),
                                   nullptr) >= 0);
  }
};

}  // namespace

void File::write(const std::string& path, const Values& values) {
  const Task task(*this, "write", path);
  const hsize_t count = size(values);
  const Handle space = task(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle list = property_list(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(list.id(), false);
  Handle dataset = task(H5Dcreate2(handle_.id(), path.c_str(), on_disk(values), space.id(),
                                   H5P_DEFAULT, list.id(), H5P_DEFAULT),
                        H5Dclose);
  task.check(count == 0 || H5Dwrite(dataset.id(), native(values), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                    bytes(values)) >= 0);
  task.check(dataset.close());  // small data reaches the file here
}

void File::create_table(const std::string& path, const Values& like, const TableLayout& layout) {
  const Task task(*this, "create", path);
  const std::vector<hsize_t> size = with_rows(0, layout.row);
  const std::vector<hsize_t> most = with_rows(H5S_UNLIMITED, layout.row);
  const int rank = static_cast<int>(size.size());
  const Handle space = task(H5Screate_simple(rank, size.data(), most.data()), H5Sclose);
  const Handle list = property_list(H5P_DATASET_CREATE);
  const std::vector<hsize_t> chunk(layout.chunk.begin(), layout.chunk.end());
  H5Pset_chunk(list.id(), rank, chunk.data());
  H5Pset_obj_track_times(list.id(), false);  // the same run writes the same bytes
  if (layout.compression > 0) {
    H5Pset_shuffle(list.id());
    H5Pset_deflate(list.id(), static_cast<unsigned>(layout.compression));
  }
  task(H5Dcreate2(handle_.id(), path.c_str(), on_disk(like), space.id(), H5P_DEFAULT, list.id(),
                  H5P_DEFAULT),
       H5Dclose);
}

std::vector<std::uint64_t> File::shape(const std::string& table) const {
  const Task task(*this, "read the shape of", table);
  const auto shape = shape_of(task, task.dataset().id());
  task.check(!shape.empty());
  return {shape.begin(), shape.end()};
}

std::uint64_t File::append(const std::string& table, const Values& values) {
  const std::uint64_t first = rows(table);
  overwrite(table, first, values);
  return first;
}

void File::overwrite(const std::string& table, std::uint64_t first, const Values& values) {
  const Task task(*this, "write to", table);
  Handle dataset = task.dataset();
  std::vector<hsize_t> shape = shape_of(task, dataset.id());
  const std::uint64_t count = size(values) / values_per_row(shape);
  if (count == 0) return;
  if (first + count > shape[0]) {
    shape[0] = first + count;
    task.check(H5Dset_extent(dataset.id(), shape.data()) >= 0);
  }
  const RowSpaces rows(task, dataset.id(), first, count);
  task.check(H5Dwrite(dataset.id(), native(values), rows.memory.id(), rows.file.id(), H5P_DEFAULT,
                      bytes(values)) >= 0);
  task.check(dataset.close());  // what the chunk cache holds reaches the file here
}

void File::truncate(const std::string& table, std::uint64_t rows) {
  const Task task(*this, "shorten", table);
  const Handle dataset = task.dataset();
  std::vector<hsize_t> shape = shape_of(task, dataset.id());
  shape[0] = std::min<hsize_t>(shape[0], rows);
  task.check(H5Dset_extent(dataset.id(), shape.data()) >= 0);
}

Values File::type_of(const std::string& table) const {
  const Task task(*this, "read the type of", table);
  const Handle type = task(H5Dget_type(task.dataset().id()), H5Tclose);
  const std::array<Values, 7> known{std::vector<float>{},        std::vector<double>{},
                                    std::vector<std::int32_t>{}, std::vector<std::int64_t>{},
                                    std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{},
                                    std::vector<std::uint64_t>{}};
  for (const Values& like : known)
    if (H5Tequal(type.id(), on_disk(like)) > 0) return like;
  throw_io_error(path_, "cannot read " + table, "a number type that this program never writes", 0);
}

Values File::read(const std::string& table, const Values& like, std::uint64_t first,
                  std::uint64_t rows) const {
  const Task task(*this, "read", table);
  const Handle dataset = task.dataset();
  Values values = like;
  const std::uint64_t count = rows * values_per_row(shape_of(task, dataset.id()));
  std::visit([&](auto& v) { v.assign(count, {}); }, values);
  if (count == 0) return values;
  const RowSpaces spaces(task, dataset.id(), first, rows);
  task.check(H5Dread(dataset.id(), native(values), spaces.memory.id(), spaces.file.id(),
                     H5P_DEFAULT, const_cast<void*>(bytes(values))) >= 0);
  return values;
}

}  // namespace metastasim::hdf5
