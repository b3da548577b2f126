#include "host/io/durable.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "host/io/digest.hpp"
#include "host/io/io_error.hpp"

namespace metastasim::durable {

namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "the trailer is written as it lies");

struct Trailer {
  char mark[8];
  std::uint64_t length;  ///< of what stands before the trailer
  Digest digest;         ///< of the same
};
constexpr char the_mark[8] = {'M', 'E', 'T', 'A', 'S', 'E', 'A', 'L'};

/// A file descriptor that closes itself.
class File {
 public:
  File(const fs::path& path, int flags) : path_(path), fd_(open(path.c_str(), flags, 0644)) {
    if (fd_ < 0) throw_errno(path_, "cannot open it");
  }
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::uint64_t length() const {
    struct stat status {};
    if (fstat(fd_, &status) != 0) throw_errno(path_, "cannot tell its length");
    return static_cast<std::uint64_t>(status.st_size);
  }
  /// Bytes read; 0 at the end.
  std::size_t read(std::span<std::byte> into) {
    for (;;) {
      const ssize_t got = ::read(fd_, into.data(), into.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) throw_errno(path_, "cannot read it");
    }
  }
  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
      if (put < 0 && errno != EINTR)
        throw_errno(path_, fmt::format("cannot write {} bytes", bytes.size()));
      if (put > 0) bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
  }
  void sync() {
    if (fsync(fd_) != 0) throw_errno(path_, "cannot write it to the disk");
  }
  void close() {
    if (::close(std::exchange(fd_, -1)) != 0) throw_errno(path_, "cannot close it");
  }

 private:
  fs::path path_;
  int fd_;
};

/// The digest of the next `length` bytes.
Digest digest_of(File& file, std::uint64_t length) {
  Sha256 sum;
  std::vector<std::byte> piece(1 << 20);
  while (length > 0) {
    const std::size_t most = std::min<std::uint64_t>(length, piece.size());
    const std::size_t got = file.read(std::span(piece).first(most));
    if (got == 0) break;
    sum.add(std::span(piece).first(got));
    length -= got;
  }
  return sum.finish();
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

}  // namespace

fs::path unfinished(const fs::path& file) { return file.string() + ".tmp"; }

void seal(const fs::path& path) {
  File file(path, O_RDWR);
  Trailer trailer{};
  std::memcpy(trailer.mark, the_mark, sizeof the_mark);
  trailer.length = file.length();
  trailer.digest = digest_of(file, trailer.length);
  file.write(std::as_bytes(std::span(&trailer, 1)));
  file.sync();
  file.close();
}

std::optional<std::string> flaw(const fs::path& path) {
  File file(path, O_RDONLY);
  const std::uint64_t length = file.length();
  if (length < sizeof(Trailer)) return "too short, its end is missing";
  const Digest digest = digest_of(file, length - sizeof(Trailer));
  Trailer trailer{};
  if (file.read(std::as_writable_bytes(std::span(&trailer, 1))) != sizeof trailer ||
      std::memcmp(trailer.mark, the_mark, sizeof the_mark) != 0 ||
      trailer.length != length - sizeof(Trailer))
    return "cut short or overwritten, its closing mark is missing";
  if (trailer.digest != digest) return "damaged, its content does not match its SHA-256";
  return std::nullopt;
}

void put_in_place(const fs::path& file) {
  if (std::rename(unfinished(file).c_str(), file.c_str()) != 0)
    throw_errno(file, "cannot rename it into place");
  File folder(folder_of(file), O_RDONLY | O_DIRECTORY);
  folder.sync();
}

void write(const fs::path& path, std::string_view text) {
  File file(unfinished(path), O_WRONLY | O_CREAT | O_TRUNC);
  file.write(std::as_bytes(std::span(text)));
  file.sync();
  file.close();
  put_in_place(path);
}

std::string read(const fs::path& path) {
  File file(path, O_RDONLY);
  std::string text(file.length(), '\0');
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t got = file.read(std::as_writable_bytes(std::span(text).subspan(at)));
    if (got == 0) break;
    at += got;
  }
  text.resize(at);
  return text;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw_io_error(folder, "cannot make the folder", error.message(), error.value());
}

}  // namespace metastasim::durable
