#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>

namespace metastasim {

/// A file could not be written or read. Exit code 74; after one of these the program leaves by _exit, because HDF5
/// still holds what it could not write and would crash on the usual way out.
struct IoError : std::runtime_error {
  using std::runtime_error::runtime_error;
  /// The errno of a system that refused; 0 where it is what the file holds that cannot be read.
  int refused_with = 0;
};

/// What went wrong with which part of which file, why, and how much room there is.
/// @param task  "cannot append to /VTKHDF/breast_cells/Points"
[[noreturn]] void throw_io_error(const std::filesystem::path& file, const std::string& task,
                                 const std::string& cause, int refused_with);
/// The same with the meaning of errno as the cause.
[[noreturn]] void throw_errno(const std::filesystem::path& file, const std::string& task);

}  // namespace metastasim
