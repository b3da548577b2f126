#include "host/cli/target.hpp"

#include "host/geometry/network_csv.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

void require_free(const std::filesystem::path& target, bool force) {
  if (force) return;
  if (std::filesystem::exists(target))
    throw InputError(target.string() +
                     " is there already. Nothing was written.\n"
                     "  Write another name, or replace it:  --force");
}

void require_free_network(const std::filesystem::path& target, bool force) {
  require_free(target, force);
  if (target.extension() == ".csv") require_free(geometry::nodes_file_of(target), force);
}

}  // namespace metastasim::cli
