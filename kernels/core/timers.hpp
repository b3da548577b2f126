#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace metastasim {

/// Time spent under each kernel label: the second table that `metastasim run --timings` prints.
/// On CUDA devices it is the time to enqueue, unless the device is told to wait after every kernel.
struct Timers {
  struct Entry {
    std::int64_t calls = 0;
    std::int64_t nanoseconds = 0;
  };
  std::map<std::string, Entry, std::less<>> entries;

  void add(const char* label, std::int64_t nanoseconds) {
    auto found = entries.find(label);
    if (found == entries.end()) found = entries.emplace(label, Entry{}).first;
    ++found->second.calls;
    found->second.nanoseconds += nanoseconds;
  }
};

}  // namespace metastasim
