#pragma once
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <utility>

#include "host/io/io_error.hpp"

namespace metastasim::geometry {

/// A text file to be written; a full disk or a wrong path is an IoError.
class TextOutput {
 public:
  explicit TextOutput(const std::filesystem::path& path)
      : path_(path.string()), file_(std::fopen(path_.c_str(), "w")) {
    if (file_ == nullptr) throw IoError(path_ + ": cannot be written; is the folder there?");
  }
  ~TextOutput() {
    if (file_ != nullptr) std::fclose(file_);
  }
  TextOutput(const TextOutput&) = delete;
  TextOutput& operator=(const TextOutput&) = delete;

  template <class... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    const std::string text = fmt::format(format, std::forward<Args>(args)...);
    std::fwrite(text.data(), 1, text.size(), file_);  // close() tells whether it got there
  }
  /// Everything is on its way to the disk, or IoError.
  void close() {
    const bool failed = std::ferror(file_) != 0;
    if (std::fclose(std::exchange(file_, nullptr)) != 0 || failed)
      throw IoError(path_ + ": could not be written to its end; is the disk full?");
  }

 private:
  std::string path_;
  std::FILE* file_;
};

}  // namespace metastasim::geometry
