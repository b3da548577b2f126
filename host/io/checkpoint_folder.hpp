#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/io/checkpoint.hpp"

namespace metastasim {

/// A checkpoint that was passed over, and why.
struct RefusedCheckpoint {
  std::filesystem::path file;
  std::string why;
};

struct FoundCheckpoint {
  std::optional<std::filesystem::path> newest;  ///< without flaw
  std::vector<RefusedCheckpoint> refused;       ///< newer ones that have a flaw
};

/// A run's checkpoints: chk_<8-digit tick>.h5, of which the last two good ones are kept.
class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Every byte is verified before HDF5 sees the file.
  FoundCheckpoint find() const;
  /// Drops them all.
  void clear() const;
  /// Writes the state's checkpoint, then drops all but it and the one before, `previous`.
  std::filesystem::path write(const State& state, const CheckpointNotes& notes,
                              const std::optional<std::filesystem::path>& previous) const;

 private:
  std::vector<std::filesystem::path> files() const;

  std::filesystem::path folder_;
};

}  // namespace metastasim
