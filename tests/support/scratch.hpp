#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace metastasim::testing {

/// An empty directory of the running test's own, removed with its contents when the test is over. Another
/// build's tests may run at the same time.
class Scratch {
 public:
  Scratch() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string name =
        std::filesystem::temp_directory_path() /
        (std::string("metastasim_") + test->test_suite_name() + "_" + test->name() + "_XXXXXX");
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no directory for " + name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace metastasim::testing
