#include "host/sim/set_aside.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metastasim {

namespace fs = std::filesystem;

namespace {

struct Name {
  std::string_view stem, ending;

  fs::path numbered(int n) const {
    return n == 1 ? fmt::format("{}.damaged{}", stem, ending)
                  : fmt::format("{}.damaged_{}{}", stem, n, ending);
  }
};
constexpr Name pictures{"run", ".vtkhdf"}, table{"funnel", ".csv"};

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_of(const Name& name, std::string_view file) {
  const std::string head = fmt::format("{}.damaged", name.stem);
  if (!file.starts_with(head)) return false;
  file.remove_prefix(head.size());
  if (!file.ends_with(name.ending)) return false;
  file.remove_suffix(name.ending.size());
  return file.empty() || (file.front() == '_' && is_number(file.substr(1)));
}

}  // namespace

fs::path set_aside(const fs::path& folder) {
  int n = 1;
  while (fs::exists(folder / pictures.numbered(n)) || fs::exists(folder / table.numbered(n))) ++n;
  fs::rename(folder / "run.vtkhdf", folder / pictures.numbered(n));
  if (fs::exists(folder / "funnel.csv"))
    fs::rename(folder / "funnel.csv", folder / table.numbered(n));
  return folder / pictures.numbered(n);
}

bool is_set_aside(std::string_view name) { return is_of(pictures, name) || is_of(table, name); }

}  // namespace metastasim
