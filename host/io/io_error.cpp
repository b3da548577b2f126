#include "host/io/io_error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace metastasim {

namespace {

std::string room(const std::filesystem::path& file) {
  std::error_code error;
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const auto space = std::filesystem::space(folder, error);
  if (error) return "";
  return fmt::format(" ({:.1f} MB free in {})", static_cast<double>(space.available) / 1e6,
                     folder.string());
}

}  // namespace

void throw_io_error(const std::filesystem::path& file, const std::string& task,
                    const std::string& cause, int refused_with) {
  IoError error(fmt::format("{}: {}: {}{}", file.string(), task, cause, room(file)));
  error.refused_with = refused_with;
  throw error;
}

void throw_errno(const std::filesystem::path& file, const std::string& task) {
  const int refused_with = errno;
  throw_io_error(file, task, std::strerror(refused_with), refused_with);
}

}  // namespace metastasim
