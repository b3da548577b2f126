#include "host/io/hdf5.hpp"

#include <fmt/format.h>
#include <hdf5.h>

#include <chrono>
#include <numeric>
#include <thread>

namespace metastasim::hdf5 {

static_assert(std::is_same_v<hid_t, std::int64_t> && std::is_same_v<herr_t, int>);

namespace {

/// The innermost message of HDF5's error stack: the one that knows errno.
herr_t keep_innermost(unsigned n, const H5E_error2_t* error, void* text) {
  if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}
std::string cause() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  H5Eclear2(H5E_DEFAULT);
  return text.empty() ? "HDF5 gives no reason" : text;
}

Handle property_list(hid_t kind) { return {H5Pcreate(kind), H5Pclose}; }

/// What `earliest` writes can be opened after the writer was killed, and by old ParaView.
Handle file_access() {
  Handle list = property_list(H5P_FILE_ACCESS);
  H5Pset_libver_bounds(list.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
  H5Pset_file_locking(list.id(), false, true);
  H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG);
  return list;
}

hid_t open_once(const std::string& name, Access access, hid_t list) {
  if (access == Access::create) return H5Fcreate(name.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, list);
  return H5Fopen(name.c_str(), access == Access::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR, list);
}

const char* task_of(Access access) {
  return access == Access::create ? "cannot create"
         : access == Access::read ? "cannot open"
                                  : "cannot open for writing";
}

template <class T>
hid_t native() {
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, std::int32_t>) return H5T_NATIVE_INT32;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_NATIVE_UINT8;
  if constexpr (std::is_same_v<T, std::uint32_t>) return H5T_NATIVE_UINT32;
  if constexpr (std::is_same_v<T, std::uint64_t>) return H5T_NATIVE_UINT64;
}
hid_t native(const Values& values) {
  return std::visit(
      [](const auto& v) { return native<typename std::decay_t<decltype(v)>::value_type>(); },
      values);
}
/// The same number type, little-endian whatever this machine is.
hid_t on_disk(const Values& values) {
  constexpr auto of = [](const auto& v) -> hid_t {
    using T = typename std::decay_t<decltype(v)>::value_type;
    if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
    if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
    if constexpr (std::is_same_v<T, std::int32_t>) return H5T_STD_I32LE;
    if constexpr (std::is_same_v<T, std::int64_t>) return H5T_STD_I64LE;
    if constexpr (std::is_same_v<T, std::uint8_t>) return H5T_STD_U8LE;
    if constexpr (std::is_same_v<T, std::uint32_t>) return H5T_STD_U32LE;
    if constexpr (std::is_same_v<T, std::uint64_t>) return H5T_STD_U64LE;
  };
  return std::visit(of, values);
}
const void* bytes(const Values& values) {
  return std::visit([](const auto& v) { return static_cast<const void*>(v.data()); }, values);
}

Handle fixed_text(std::size_t length, H5T_cset_t set) {
  Handle type{H5Tcopy(H5T_C_S1), H5Tclose};
  H5Tset_size(type.id(), std::max<std::size_t>(length, 1));
  H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
  H5Tset_cset(type.id(), set);
  return type;
}

}  // namespace

/// One thing that is being done to one object; turns what HDF5 refuses into an IoError.
class Task {
 public:
  Task(const File& file, const char* verb, const std::string& object)
      : file_(file), verb_(verb), object_(object) {}
  void check(bool good) const {
    if (!good) throw_io_error(file_.path_, fmt::format("cannot {} {}", verb_, object_), cause());
  }
  Handle operator()(hid_t id, Handle::Close close) const {
    check(id >= 0);
    return {id, close};
  }
  hid_t file() const { return file_.handle_.id(); }
  Handle dataset() const {
    return (*this)(H5Dopen2(file(), object_.c_str(), H5P_DEFAULT), H5Dclose);
  }
  Handle space(hid_t dataset) const { return (*this)(H5Dget_space(dataset), H5Sclose); }

 private:
  const File& file_;
  const char* verb_;
  const std::string& object_;
};

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

/// Memory and file spaces of `count` rows from `first`.
struct RowSpaces {
  Handle memory, file;
  RowSpaces(const Task& task, hid_t dataset, std::uint64_t first, std::uint64_t count) {
    std::vector<hsize_t> size = shape_of(task, dataset), start(size.size(), 0);
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

void start() {
  H5dont_atexit();
  H5open();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

File::File(std::filesystem::path path, Access access) : path_(std::move(path)) {
  start();
  const Handle list = file_access();
  hid_t id = open_once(path_.string(), access, list.id());
  for (int wait_ms = 20; id < 0 && access == Access::append && wait_ms < 1000; wait_ms *= 2) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(wait_ms));  // a network file system may need a moment
    id = open_once(path_.string(), access, list.id());
  }
  if (id < 0) throw_io_error(path_, task_of(access), cause());
  handle_ = Handle(id, H5Fclose);
}

void File::flush() {
  if (H5Fflush(handle_.id(), H5F_SCOPE_LOCAL) < 0) throw_io_error(path_, "cannot write", cause());
}

void File::close() {
  if (!handle_.close()) throw_io_error(path_, "cannot finish writing", cause());
}

bool File::exists(const std::string& object) const {
  for (std::size_t at = object.find('/', 1);; at = object.find('/', at + 1)) {
    if (H5Lexists(handle_.id(), object.substr(0, at).c_str(), H5P_DEFAULT) <= 0) return false;
    if (at == std::string::npos) return true;
  }
}

std::vector<std::string> File::children(const std::string& group) const {
  std::vector<std::string> names;
  const auto keep = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->push_back(name);
    return 0;
  };
  const Task task(*this, "list", group);
  task.check(H5Literate_by_name(handle_.id(), group.c_str(), H5_INDEX_NAME, H5_ITER_INC, nullptr,
                                keep, &names, H5P_DEFAULT) >= 0);
  return names;
}

void File::remove(const std::string& object) {
  Task(*this, "remove", object).check(H5Ldelete(handle_.id(), object.c_str(), H5P_DEFAULT) >= 0);
}

void File::create_group(const std::string& path, Order order) {
  const Handle list = property_list(H5P_GROUP_CREATE);
  if (order == Order::creation)
    H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  Task(*this, "create group", path)(
      H5Gcreate2(handle_.id(), path.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT), H5Gclose);
}

void File::soft_link(const std::string& target, const std::string& path) {
  Task(*this, "create link", path)
      .check(H5Lcreate_soft(target.c_str(), handle_.id(), path.c_str(), H5P_DEFAULT, H5P_DEFAULT) >=
             0);
}

void File::external_link(const std::string& file, const std::string& target,
                         const std::string& path) {
  Task(*this, "create link", path)
      .check(H5Lcreate_external(file.c_str(), target.c_str(), handle_.id(), path.c_str(),
                                H5P_DEFAULT, H5P_DEFAULT) >= 0);
}

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
  std::vector<hsize_t> size{0}, most{H5S_UNLIMITED};
  size.insert(size.end(), layout.row.begin(), layout.row.end());
  most.insert(most.end(), layout.row.begin(), layout.row.end());
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
  throw_io_error(path_, "cannot read " + table, "a number type that this program never writes");
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

void File::set_attribute(const std::string& object, const char* name, const Values& values,
                         bool scalar) {
  const Task task(*this, "write an attribute of", object);
  const hsize_t count = size(values);
  const Handle space =
      task(scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle owner = task(H5Oopen(handle_.id(), object.c_str(), H5P_DEFAULT), H5Oclose);
  const Handle attribute = task(
      H5Aexists(owner.id(), name) > 0
          ? H5Aopen(owner.id(), name, H5P_DEFAULT)
          : H5Acreate2(owner.id(), name, on_disk(values), space.id(), H5P_DEFAULT, H5P_DEFAULT),
      H5Aclose);
  task.check(H5Awrite(attribute.id(), native(values), bytes(values)) >= 0);
}

void File::set_attribute(const std::string& object, const char* name, const std::string& text) {
  const Task task(*this, "write an attribute of", object);
  const Handle type = fixed_text(text.size(), H5T_CSET_ASCII);
  const Handle space = task(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute =
      task(H5Acreate_by_name(handle_.id(), object.c_str(), name, type.id(), space.id(), H5P_DEFAULT,
                             H5P_DEFAULT, H5P_DEFAULT),
           H5Aclose);
  task.check(H5Awrite(attribute.id(), type.id(), text.c_str()) >= 0);
}

namespace {

template <class T>
std::vector<T> numbers(const Task& task, hid_t file, const std::string& object, const char* name) {
  const Handle attribute =
      task(H5Aopen_by_name(file, object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Handle space = task(H5Aget_space(attribute.id()), H5Sclose);
  std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())));
  task.check(H5Aread(attribute.id(), native<T>(), values.data()) >= 0);
  return values;
}

}  // namespace

std::vector<std::int64_t> File::integers(const std::string& object, const char* name) const {
  return numbers<std::int64_t>(Task(*this, "read an attribute of", object), handle_.id(), object,
                               name);
}
std::vector<double> File::reals(const std::string& object, const char* name) const {
  return numbers<double>(Task(*this, "read an attribute of", object), handle_.id(), object, name);
}

std::string File::text_attribute(const std::string& object, const char* name) const {
  const Task task(*this, "read an attribute of", object);
  const Handle attribute =
      task(H5Aopen_by_name(handle_.id(), object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Handle type = task(H5Aget_type(attribute.id()), H5Tclose);
  std::string text(H5Tget_size(type.id()), '\0');
  task.check(H5Aread(attribute.id(), type.id(), text.data()) >= 0);
  return text.substr(0, text.find('\0'));
}

namespace {

/// Texts padded with zeros to the length of the longest, end to end.
std::string side_by_side(const std::vector<std::string>& texts, std::size_t length) {
  std::string all;
  for (const std::string& text : texts) (all += text).resize(all.size() + length - text.size());
  return all;
}

void write_texts_into(const Task& task, const std::string& path,
                      const std::vector<std::string>& texts, hid_t space) {
  std::size_t length = 1;
  for (const std::string& text : texts) length = std::max(length, text.size());
  const Handle type = fixed_text(length, H5T_CSET_UTF8);
  const Handle list = property_list(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(list.id(), false);
  const Handle dataset = task(
      H5Dcreate2(task.file(), path.c_str(), type.id(), space, H5P_DEFAULT, list.id(), H5P_DEFAULT),
      H5Dclose);
  task.check(texts.empty() || H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                       side_by_side(texts, length).data()) >= 0);
}

}  // namespace

void File::write_text(const std::string& path, const std::string& text) {
  const Task task(*this, "write", path);
  const Handle space = task(H5Screate(H5S_SCALAR), H5Sclose);
  write_texts_into(task, path, {text}, space.id());
}

void File::write_texts(const std::string& path, const std::vector<std::string>& texts) {
  const Task task(*this, "write", path);
  const hsize_t count = texts.size();
  const Handle space = task(H5Screate_simple(1, &count, nullptr), H5Sclose);
  write_texts_into(task, path, texts, space.id());
}

std::vector<std::string> File::read_texts(const std::string& path) const {
  const Task task(*this, "read", path);
  const Handle dataset = task.dataset();
  const Handle type = task(H5Dget_type(dataset.id()), H5Tclose), space = task.space(dataset.id());
  task.check(H5Tget_class(type.id()) == H5T_STRING);
  const std::size_t length = H5Tget_size(type.id());
  std::string all(length * static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())),
                  '\0');
  task.check(all.empty() ||
             H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()) >= 0);
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < all.size(); at += length) {
    const std::string text = all.substr(at, length);
    texts.push_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

}  // namespace metastasim::hdf5
