#pragma once
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

namespace metastasim {

/// Says something to people. A full disk behind the log, or a terminal that is gone, stops no run.
template <class... Args>
void tell(std::FILE* to, fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = fmt::format(format, std::forward<Args>(args)...);
  std::fwrite(text.data(), 1, text.size(), to);
  std::fflush(to);
}

}  // namespace metastasim
