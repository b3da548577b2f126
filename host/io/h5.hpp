#pragma once
#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "kernels/state/column.hpp"

/// HDF5's C interface with owners instead of numbers to close, and IoError instead of return codes.
namespace metastasim::h5 {

/// An open file, group, dataset, dataspace, type, attribute or property list.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  /// Throws IoError("WHAT: HDF5's own words") where `id` is negative.
  Handle(hid_t id, Close close, const std::string& what);
  ~Handle();
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;

  hid_t id() const { return id_; }
  /// Closes now and throws where that fails: a file's last bytes are written here.
  void close(const std::string& what);

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// Throws IoError("WHAT: HDF5's own words") where `status` is negative.
void check(herr_t status, const std::string& what);
/// HDF5's innermost complaint about the last call that failed.
std::string last_error();

Handle create_file(const std::filesystem::path& path);
Handle open_file(const std::filesystem::path& path);
Handle create_group(hid_t parent, const std::string& name);
Handle open_group(hid_t parent, const std::string& name);
/// Names of a group's members, in alphabetical order.
std::vector<std::string> members(hid_t group);

/// Little-endian, on any machine.
hid_t file_type(Element element);
hid_t memory_type(Element element);

/// One-dimensional, contiguous, `rows` values.
void write(hid_t group, const std::string& name, Element element, std::span<const std::byte> bytes);
/// Throws where type or length differ from what is asked for.
void read(hid_t group, const std::string& name, Element element, std::span<std::byte> bytes);
/// The element type of a dataset; throws where it is none of ours.
Element element_of(hid_t group, const std::string& name);

void write_attribute(hid_t object, const std::string& name, std::uint64_t value);
void write_attribute(hid_t object, const std::string& name, std::int64_t value);
void write_attribute(hid_t object, const std::string& name, double value);
std::uint64_t read_u64(hid_t object, const std::string& name);
std::int64_t read_i64(hid_t object, const std::string& name);
double read_f64(hid_t object, const std::string& name);

/// Text of any length, as a dataset of bytes (UTF-8, may be empty).
void write_text(hid_t group, const std::string& name, const std::string& text);
std::string read_text(hid_t group, const std::string& name);

}  // namespace metastasim::h5
