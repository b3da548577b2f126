#include "host/config/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "host/config/registry.hpp"

namespace metastasim::config {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

int tolerated(std::size_t letters) { return std::max(1, static_cast<int>(letters) / 3); }

struct Candidate {
  std::string path;
  int distance = std::numeric_limits<int>::max();
};

/// The front of a pattern, as long as `path` and with its names filled in.
std::string fitted(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  std::vector<std::string> out(pattern.begin(), pattern.begin() + static_cast<long>(path.size()));
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i] == "*") out[i] = path[i];
  return fmt::format("{}", fmt::join(out, "."));
}

/// Sum of the distances of all parts; none may be beyond recognition.
int distance_of(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  int sum = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i] == "*") continue;
    const int d = edit_distance(pattern[i], path[i]);
    if (d > tolerated(std::max(path[i].size(), pattern[i].size())))
      return std::numeric_limits<int>::max();
    sum += d;
  }
  return sum;
}

Candidate similar(const std::vector<std::string>& path) {
  Candidate best;
  for (const Key& key : registry()) {
    const std::vector<std::string> pattern = parts_of(key.pattern);
    if (pattern.size() < path.size()) continue;
    const int d = distance_of(pattern, path);
    if (d < best.distance) best = {fitted(pattern, path), d};
  }
  return best;
}

/// The same last name in another table of the same kind.
std::optional<std::string> misplaced(const std::vector<std::string>& path) {
  for (const Key& key : registry()) {
    const std::vector<std::string> pattern = parts_of(key.pattern);
    if (pattern.back() != path.back() || pattern.front() != path.front()) continue;
    std::string out = key.pattern;
    if (const auto star = out.find('*'); star != out.npos) {
      if (path.size() < 3) continue;
      out.replace(star, 1, path[1]);
    }
    return out;
  }
  return {};
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& words) {
  std::optional<std::string> best;
  int least = tolerated(word.size()) + 1;
  for (const std::string& w : words)
    if (const int d = edit_distance(word, w); d < least) least = d, best = w;
  return best;
}

std::optional<std::string> nearest_key(const std::string& path) {
  const std::vector<std::string> parts = parts_of(path);
  const Candidate best = similar(parts);
  if (best.distance != std::numeric_limits<int>::max()) return best.path;
  return misplaced(parts);
}

}  // namespace metastasim::config
