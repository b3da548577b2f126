#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace metastasim {

/// Memory that this program may still take, and what sets the limit, in words.
struct MemoryThere {
  double bytes = 0;
  std::string limit;
};

/// Of the limits that can be read, the nearest: what the machine has free (MemAvailable, and swap),
/// what this process's control groups and their parents leave it (versions 1 and 2; cached files count
/// as free, since the kernel drops them), what `ulimit -v` leaves it. Nothing where none can be read.
/// `root` is where proc and sys stand.
std::optional<MemoryThere> memory_there(const std::filesystem::path& root = "/");
/// The same with an address space of this many bytes.
std::optional<MemoryThere> memory_there(const std::filesystem::path& root, double address_space);

}  // namespace metastasim
