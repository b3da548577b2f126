#include "host/io/hdf5_task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace metastasim::hdf5 {

namespace {

/// The innermost message of HDF5's error stack: the one that knows errno.
herr_t keep_innermost(unsigned n, const H5E_error2_t* error, void* text) {
  if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// What its drivers write: "..., errno = 28, error message = ...".
int errno_in(const std::string& cause) {
  constexpr std::string_view mark = "errno = ";
  const std::size_t at = cause.rfind(mark);
  return at == std::string::npos ? 0 : std::atoi(cause.c_str() + at + mark.size());
}

}  // namespace

void throw_cause(const std::filesystem::path& file, const std::string& task) {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  H5Eclear2(H5E_DEFAULT);
  throw_io_error(file, task, text.empty() ? "HDF5 gives no reason" : text, errno_in(text));
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

void Task::fail() const { throw_cause(file_.path_, fmt::format("cannot {} {}", verb_, object_)); }

}  // namespace metastasim::hdf5
