#include "host/io/hdf5_task.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metastasim::hdf5 {

namespace {

/// The innermost message of HDF5's error stack: the one that knows errno.
herr_t keep_innermost(unsigned n, const H5E_error2_t* error, void* text) {
  if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

}  // namespace

std::string cause() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  H5Eclear2(H5E_DEFAULT);
  return text.empty() ? "HDF5 gives no reason" : text;
}

Handle property_list(hid_t kind) { return {H5Pcreate(kind), H5Pclose}; }

hid_t native(const Values& values) {
  return std::visit(
      [](const auto& v) { return native<typename std::decay_t<decltype(v)>::value_type>(); },
      values);
}

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

void Task::fail() const {
  throw_io_error(file_.path_, fmt::format("cannot {} {}", verb_, object_), cause());
}

}  // namespace metastasim::hdf5
