#include "host/cli/target.hpp"

#include "host/geometry/network_csv.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

void require_free(const std::filesystem::path& target, bool force) {
  if (force) return;
  for (const auto& file : {target, geometry::nodes_file_of(target)})
    if (std::filesystem::exists(file))
      throw InputError(file.string() +
                       " is there already. Nothing was written.\n"
                       "  Write another name, or replace it:  --force");
}

}  // namespace metastasim::cli
