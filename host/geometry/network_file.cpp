#include "host/geometry/network_file.hpp"

#include "host/geometry/network_csv.hpp"
#include "host/geometry/network_limits.hpp"
#include "host/geometry/network_vtp.hpp"
#include "host/geometry/secomb.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::geometry {

namespace {

vessels::Network read_by_ending(const std::filesystem::path& path, double unit_um) {
  const std::string ending = path.extension().string();
  if (ending == ".vtp") return read_network_vtp(path, unit_um);
  if (ending != ".dat" && ending != ".csv")
    throw InputError(path.string() +
                     ": a network is read from .dat (Secomb), .csv or .vtp, not from '" + ending +
                     "'");
  if (unit_um != 1)
    throw InputError(path.string() + ": --unit is for .vtp files alone; the lengths in a " +
                     ending + " file are in um. Leave --unit out, or write the lengths in um");
  return ending == ".dat" ? read_secomb(path) : read_network_csv(path);
}

/// What `check` refuses, with the file.
template <class Check>
void in_file(const std::filesystem::path& path, const Check& check) {
  try {
    check();
  } catch (const InputError& error) {
    throw InputError(path.string() + ": " + error.what());
  }
}

}  // namespace

vessels::Network read_network(const std::filesystem::path& path, double unit_um) {
  if (std::filesystem::is_directory(path))
    throw InputError(path.string() + ": is a folder; name a .csv, .dat or .vtp file in it");
  if (!std::filesystem::is_regular_file(path))
    throw InputError(path.string() + ": no such file; check the path");
  vessels::Network network = read_by_ending(path, unit_um);
  if (network.segments.empty())
    throw InputError(
        path.string() +
        ": no vessel in it that could carry blood: add segments, or name another file");
  in_file(path, [&] { require_plausible(network); });
  return network;
}

vessels::Network read_solvable_network(const std::filesystem::path& path, double unit_um) {
  vessels::Network network = read_network(path, unit_um);
  in_file(path, [&] { vessels::require_solvable(network); });
  return network;
}

void write_network(const std::filesystem::path& path, const vessels::Network& network) {
  const std::string ending = path.extension().string();
  if (ending == ".csv") return write_network_csv(path, network);
  if (ending == ".vtp") return write_network_vtp(path, network);
  throw InputError(path.string() + ": a network is written as .csv or .vtp, not as '" + ending +
                   "'");
}

}  // namespace metastasim::geometry
