#include "host/io/views.hpp"

#include "host/io/replace_file.hpp"

namespace metastasim {

void write_views(const std::filesystem::path& directory, const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    const std::filesystem::path path = directory / ("run_" + block.name + ".vtkhdf");
    std::filesystem::remove(path);
    hdf5::File file(path, hdf5::Access::create);
    file.external_link("run.vtkhdf", "/VTKHDF/" + block.name, "/VTKHDF");
    file.close();
  }
}

}  // namespace metastasim
