#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace metastasim {

/// log.jsonl: one JSON object a line, for programs that watch a run. Lines of an interrupted run
/// stay; a resumed run appends.
class RunLog {
 public:
  explicit RunLog(std::filesystem::path file);
  /// Adds "utc" and writes the line at once; throws IoError.
  void note(nlohmann::ordered_json entry);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace metastasim
