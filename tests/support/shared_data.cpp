#include "tests/support/shared_data.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace metastasim::testing {

std::filesystem::path shared_data(const std::string& name) {
  const char* folder = std::getenv("METASTASIM_SHARED_DATA");
  return std::filesystem::path(folder == nullptr ? METASTASIM_SHARED_DATA : folder) / name;
}

std::vector<std::vector<double>> shared_table(const std::string& name) {
  std::ifstream file(shared_data(name));
  std::vector<std::vector<double>> rows;
  std::string line, cell;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    rows.emplace_back();
    while (std::getline(cells, cell, ',')) rows.back().push_back(std::stod(cell));
  }
  return rows;
}

}  // namespace metastasim::testing
