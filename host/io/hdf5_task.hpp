#pragma once
#include <hdf5.h>

#include "host/io/hdf5.hpp"

/// What the files behind hdf5.hpp share; nobody else includes it.
namespace metastasim::hdf5 {

static_assert(std::is_same_v<hid_t, std::int64_t> && std::is_same_v<herr_t, int>);

/// An IoError of what HDF5 last complained of, in its innermost words; forgets it.
[[noreturn]] void throw_cause(const std::filesystem::path& file, const std::string& task);
Handle property_list(hid_t kind);

/// A number type as this machine has it.
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
hid_t native(const Values& values);
/// The same number type, little-endian whatever this machine is.
hid_t on_disk(const Values& values);
const void* bytes(const Values& values);
/// A text type of this length, padded with zeros.
Handle fixed_text(std::size_t length, H5T_cset_t set);

/// One thing that is being done to one object; turns what HDF5 refuses into an IoError.
class Task {
 public:
  Task(const File& file, const char* verb, const std::string& object)
      : file_(file), verb_(verb), object_(object) {}
  void check(bool good) const {
    if (!good) fail();
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
  [[noreturn]] void fail() const;

  const File& file_;
  const char* verb_;
  const std::string& object_;
};

}  // namespace metastasim::hdf5
