#pragma once
#include <filesystem>
#include <string>
#include <vector>

/// Reference data that are not part of the repository: ../shared/data beside it, or the folder that
/// METASTASIM_SHARED_DATA names. A test that finds nothing there is skipped.
namespace metastasim::testing {

/// Path of a file below that folder; it need not exist.
std::filesystem::path shared_data(const std::string& name);

/// The numbers of a comma-separated file without its header line. Empty where there is no file.
std::vector<std::vector<double>> shared_table(const std::string& name);

}  // namespace metastasim::testing

/// Ends the test as skipped where the reference data are not there.
#define SKIP_WITHOUT_SHARED_DATA(name)                                    \
  if (!std::filesystem::exists(::metastasim::testing::shared_data(name))) \
  GTEST_SKIP() << "no reference data " << ::metastasim::testing::shared_data(name)
