#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "host/input_error.hpp"
#include "host/io/io_error.hpp"
#include "host/sim/run_directory.hpp"

namespace metastasim {

RunLock::RunLock(const std::filesystem::path& folder)
    : fd_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (fd_ < 0) throw_errno(folder, "cannot open the folder");
  if (flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
  const int cause = errno;
  close(fd_);
  if (cause != EWOULDBLOCK)
    throw_io_error(folder, "cannot lock the folder", "not supported there", cause);
  throw InputError(
      fmt::format("{}: another metastasim is computing this run just now. Wait for "
                  "it, stop it, or choose another folder:  --out runs/NAME",
                  folder.string()));
}

RunLock::~RunLock() { close(fd_); }

}  // namespace metastasim
