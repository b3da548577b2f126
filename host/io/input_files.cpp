#include "host/io/input_files.hpp"

#include "host/geometry/network_csv.hpp"

namespace metastasim {

std::vector<InputFile> input_files_of(const Scenario& scenario) {
  const auto folder = std::filesystem::path(scenario.path).parent_path();
  std::vector<InputFile> out;
  for (const SiteSpec& site : scenario.sites) {
    const std::string& file = site.blood.network.file;
    if (file.empty()) continue;
    out.push_back({file, folder / file});
    if (out.back().path.extension() != ".csv") continue;  // whole in itself
    const std::string nodes = geometry::nodes_file_of(file).string();
    if (std::filesystem::exists(folder / nodes)) out.push_back({nodes, folder / nodes});
  }
  return out;
}

}  // namespace metastasim
