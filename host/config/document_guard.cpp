#include <fmt/format.h>

#include "host/config/document.hpp"
#include "host/config/toml_scan.hpp"

// toml++ 3.3 recurses once per bracket and per part of a dotted key: 300,000 parts overflow its
// stack. Both are counted beforehand.
namespace metastasim::config {

namespace {

constexpr std::size_t most_bytes = 1 << 20;
constexpr int most_levels = 64;

Problem refused(int line, std::string what, std::string why) {
  return {{line, 1, 1, false}, "", std::move(what), std::move(why), "", ""};
}

}  // namespace

std::optional<Problem> too_much(std::string_view text) {
  if (text.size() > most_bytes)
    return refused(1, fmt::format("{} bytes are too many", text.size()),
                   "A scenario has at most 1 MiB; large data belong into files that it names.");
  for (Scan scan{text}; !scan.done();) {
    scan.step();
    if (scan.depth > most_levels || scan.dots >= most_levels)
      return refused(
          scan.line,
          fmt::format("more than {} {}", most_levels,
                      scan.depth > most_levels ? "brackets inside each other" : "parts in a key"),
          "No scenario needs that; the file is probably damaged.");
  }
  return {};
}

}  // namespace metastasim::config
