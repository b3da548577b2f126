#include "host/geometry/network_file.hpp"

#include "host/geometry/network_csv.hpp"
#include "host/geometry/network_vtp.hpp"
#include "host/geometry/secomb.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::geometry {

vessels::Network read_network(const std::filesystem::path& path, double unit_um) {
  if (!std::filesystem::is_regular_file(path))
    throw InputError(path.string() + ": no such file; check the path");
  const std::string ending = path.extension().string();
  if (ending == ".dat") return read_secomb(path);
  if (ending == ".csv") return read_network_csv(path);
  if (ending == ".vtp") return read_network_vtp(path, unit_um);
  throw InputError(path.string() +
                   ": a network is read from .dat (Secomb), .csv or .vtp, not from '" + ending +
                   "'");
}

void write_network(const std::filesystem::path& path, const vessels::Network& network) {
  const std::string ending = path.extension().string();
  if (ending == ".csv") return write_network_csv(path, network);
  if (ending == ".vtp") return write_network_vtp(path, network);
  throw InputError(path.string() + ": a network is written as .csv or .vtp, not as '" + ending +
                   "'");
}

}  // namespace metastasim::geometry
