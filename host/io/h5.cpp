#include "host/io/h5.hpp"

#include <array>
#include <utility>

#include "host/io/io_error.hpp"

namespace metastasim::h5 {

namespace {

/// HDF5 prints its own stack by default, and closes files at exit, where a full disk turns into a
/// crash: both are ours to do.
void settle_once() {
  static const bool done = [] {
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return true;
  }();
  (void)done;
}

herr_t keep_innermost(unsigned depth, const H5E_error2_t* error, void* text) {
  if (depth == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

Handle scalar_space() { return {H5Screate(H5S_SCALAR), H5Sclose, "scalar"}; }

Handle line_space(std::size_t rows) {
  const hsize_t length = rows;
  return {H5Screate_simple(1, &length, nullptr), H5Sclose, "dataspace"};
}

/// Without time stamps, so that equal states give equal bytes.
Handle plain_dataset() {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "dataset properties");
  H5Pset_obj_track_times(list.id(), false);
  return list;
}

Handle open_dataset(hid_t group, const std::string& name) {
  return {H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose, name};
}

std::size_t rows_of(const Handle& dataset, const std::string& name) {
  const Handle space(H5Dget_space(dataset.id()), H5Sclose, name);
  const hssize_t rows = H5Sget_simple_extent_npoints(space.id());
  if (rows < 0) throw IoError(name + ": " + last_error());
  return static_cast<std::size_t>(rows);
}

template <class T>
void put(hid_t object, const std::string& name, hid_t in_file, hid_t in_memory, T value) {
  const Handle space = scalar_space();
  const Handle attribute(
      H5Acreate2(object, name.c_str(), in_file, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
      name);
  check(H5Awrite(attribute.id(), in_memory, &value), name);
}

template <class T>
T get(hid_t object, const std::string& name, hid_t in_memory) {
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, name);
  T value{};
  check(H5Aread(attribute.id(), in_memory, &value), name);
  return value;
}

}  // namespace

Handle::Handle(hid_t id, Close close, const std::string& what) : id_(id), close_(close) {
  if (id < 0) throw IoError(what + ": " + last_error());
}
Handle::~Handle() {
  if (id_ >= 0) close_(id_);
}
Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(close_, other.close_);
  return *this;
}
void Handle::close(const std::string& what) {
  const hid_t id = std::exchange(id_, H5I_INVALID_HID);
  check(close_(id), what);
}

void check(herr_t status, const std::string& what) {
  if (status < 0) throw IoError(what + ": " + last_error());
}

std::string last_error() {
  std::string text = "unknown HDF5 error";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  return text;
}

Handle create_file(const std::filesystem::path& path) {
  settle_once();
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose,
          path.string()};
}
Handle open_file(const std::filesystem::path& path) {
  settle_once();
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, path.string()};
}
Handle create_group(hid_t parent, const std::string& name) {
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, name};
}
Handle open_group(hid_t parent, const std::string& name) {
  return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, name};
}

std::vector<std::string> members(hid_t group) {
  const auto note = [](hid_t, const char* name, const H5L_info_t*, void* names) -> herr_t {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
  };
  std::vector<std::string> names;
  check(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, note, &names), "list of members");
  return names;
}

hid_t file_type(Element element) {
  const std::array<hid_t, 6> types{H5T_STD_U8LE,   H5T_STD_I32LE, H5T_STD_U32LE,
                                   H5T_IEEE_F32LE, H5T_STD_I64LE, H5T_STD_U64LE};
  return types[static_cast<std::size_t>(element)];
}
hid_t memory_type(Element element) {
  const std::array<hid_t, 6> types{H5T_NATIVE_UINT8, H5T_NATIVE_INT32, H5T_NATIVE_UINT32,
                                   H5T_NATIVE_FLOAT, H5T_NATIVE_INT64, H5T_NATIVE_UINT64};
  return types[static_cast<std::size_t>(element)];
}

void write(hid_t group, const std::string& name, Element element,
           std::span<const std::byte> bytes) {
  const Handle space = line_space(bytes.size() / size_of(element)), list = plain_dataset();
  Handle dataset(H5Dcreate2(group, name.c_str(), file_type(element), space.id(), H5P_DEFAULT,
                            list.id(), H5P_DEFAULT),
                 H5Dclose, name);
  if (!bytes.empty())
    check(H5Dwrite(dataset.id(), memory_type(element), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
          name);
  dataset.close(name);
}

void read(hid_t group, const std::string& name, Element element, std::span<std::byte> bytes) {
  const Handle dataset = open_dataset(group, name);
  if (rows_of(dataset, name) * size_of(element) != bytes.size())
    throw IoError(name + ": " + std::to_string(rows_of(dataset, name)) + " values instead of " +
                  std::to_string(bytes.size() / size_of(element)));
  if (!bytes.empty())
    check(H5Dread(dataset.id(), memory_type(element), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
          name);
}

Element element_of(hid_t group, const std::string& name) {
  const Handle dataset = open_dataset(group, name);
  const Handle type(H5Dget_type(dataset.id()), H5Tclose, name);
  for (const Element element :
       {Element::u8, Element::i32, Element::u32, Element::f32, Element::i64, Element::u64})
    if (H5Tequal(type.id(), file_type(element)) > 0) return element;
  throw IoError(name + ": its type is none that a column can have");
}

void write_attribute(hid_t object, const std::string& name, std::uint64_t value) {
  put(object, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, value);
}
void write_attribute(hid_t object, const std::string& name, std::int64_t value) {
  put(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, value);
}
void write_attribute(hid_t object, const std::string& name, double value) {
  put(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, value);
}
std::uint64_t read_u64(hid_t object, const std::string& name) {
  return get<std::uint64_t>(object, name, H5T_NATIVE_UINT64);
}
std::int64_t read_i64(hid_t object, const std::string& name) {
  return get<std::int64_t>(object, name, H5T_NATIVE_INT64);
}
double read_f64(hid_t object, const std::string& name) {
  return get<double>(object, name, H5T_NATIVE_DOUBLE);
}

void write_text(hid_t group, const std::string& name, const std::string& text) {
  write(group, name, Element::u8, std::as_bytes(std::span(text)));
}
std::string read_text(hid_t group, const std::string& name) {
  std::string text(rows_of(open_dataset(group, name), name), '\0');
  read(group, name, Element::u8, std::as_writable_bytes(std::span(text)));
  return text;
}

}  // namespace metastasim::h5
