#include "host/io/checkpoint_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/io/durable.hpp"
#include "host/io/io_error.hpp"

namespace metastasim {

namespace fs = std::filesystem;

namespace {

bool is_checkpoint(const std::string& name) {
  return name.size() == 15 && name.starts_with("chk_") && name.ends_with(".h5") &&
         std::all_of(name.begin() + 4, name.begin() + 12,
                     [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

/// Newest first: the names hold the tick in eight digits.
std::vector<fs::path> CheckpointFolder::files() const {
  std::vector<fs::path> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none))
    if (is_checkpoint(entry.path().filename().string())) found.push_back(entry.path());
  std::sort(found.rbegin(), found.rend());
  return found;
}

void CheckpointFolder::clear() const {
  for (const fs::path& file : files()) fs::remove(file);
}

FoundCheckpoint CheckpointFolder::find() const {
  FoundCheckpoint found;
  for (const fs::path& file : files()) {
    const auto flaw = durable::flaw(file);
    if (!flaw) {
      found.newest = file;
      return found;
    }
    found.refused.push_back({file, *flaw});
  }
  return found;
}

fs::path CheckpointFolder::write(const State& state, const CheckpointNotes& notes,
                                 const std::optional<fs::path>& previous) const {
  const fs::path file = folder_ / fmt::format("chk_{:08}.h5", state.tick);
  write_checkpoint(file, state, notes);
  for (const fs::path& other : files())
    if (other != file && other != previous) fs::remove(other);
  return file;
}

}  // namespace metastasim
