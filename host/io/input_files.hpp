#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/config/scenario.hpp"

namespace metastasim {

/// What a scenario is read with beside its own file.
struct InputFile {
  std::string name;  ///< as the scenario writes it
  std::filesystem::path path;
};

/// A network's file, and its table of nodes where there is one.
std::vector<InputFile> input_files_of(const Scenario& scenario);

}  // namespace metastasim
