#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/io/series.hpp"
#include "kernels/state/state.hpp"

/// The whole state in one file, bit for bit: what is written is what the column registry lists, so
/// a process that adds a column need not know of checkpoints. Layout: docs/file_format.md.
namespace metastasim {

/// What stands beside the state in a checkpoint.
struct CheckpointNotes {
  std::string scenario_path;  ///< as given
  std::string scenario_text;
  std::vector<std::string> overrides;  ///< "key=value", as given
  std::string program;                 ///< version and commit that wrote it
  double wall_s = 0;                   ///< of computing, since the very start
  std::string summary;                 ///< JSON: what `info` shows
};

/// Writes `file` so that it is whole or not there; on failure nothing is left of it and an IoError
/// says why.
void write_checkpoint(const std::filesystem::path& file, const State& state,
                      const CheckpointNotes& notes);

/// Overwrites a state of the same scenario. The file must be without flaw (durable::flaw). Throws
/// InputError where its columns or sites are not those of this program and scenario.
void restore_checkpoint(const std::filesystem::path& file, State& state);

/// The part of the diary that no output had taken yet.
struct CheckpointDiary {
  std::uint32_t tick = 0;
  std::int64_t tick_us = 0;
  std::vector<EventRow> rows;
};
CheckpointDiary read_checkpoint_diary(const std::filesystem::path& file);

CheckpointNotes read_checkpoint_notes(const std::filesystem::path& file);

}  // namespace metastasim
