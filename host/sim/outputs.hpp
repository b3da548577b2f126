#pragma once
#include <cstdio>

#include "host/io/write_output.hpp"

namespace metastasim {

/// What a run leaves to look at: run.vtkhdf with its series and diary.
class Outputs {
 public:
  static Outputs begin(const std::filesystem::path& folder, const Provenance& provenance,
                       const OutputSpec& spec);
  /// Outputs after `tick` are written again by the resumed run, so they go. A damaged
  /// run file is set aside, which is told: pictures must not keep a run from going on. One that is
  /// whole and may not be written, or a full disk, is an IoError.
  static Outputs go_on(const std::filesystem::path& folder, const Provenance& provenance,
                       const OutputSpec& spec, std::uint32_t tick, std::FILE* messages);

  /// Writes the state as it stands and takes the diary out of it.
  void write(State& state);
  void finish() { file_.finish(); }

 private:
  Outputs(RunFile file, const OutputSpec& spec) : file_(std::move(file)), spec_(spec) {}

  RunFile file_;
  OutputSpec spec_;
};

}  // namespace metastasim
