#include "kernels/vessels/network.hpp"

#include <cmath>

#include "kernels/core/error.hpp"

namespace metastasim::vessels {

namespace {

[[noreturn]] void refuse(const std::string& what) { throw InputError(what); }

void require_valid(const NetworkSegment& s, int nodes) {
  const std::string name = "vessel segment " + std::to_string(s.id);
  if (s.from < 0 || s.from >= nodes || s.to < 0 || s.to >= nodes)
    refuse(name + " ends at a node that does not exist: list the node or drop the segment");
  if (!(s.diameter_um > 0) || !std::isfinite(s.diameter_um))
    refuse(name + " has diameter " + std::to_string(s.diameter_um) +
           ": write a positive number of um");
  if (!(s.length_um > 0) || !std::isfinite(s.length_um))
    refuse(name + " has length " + std::to_string(s.length_um) +
           " um, so its resistance is undefined: write its length, or merge its two nodes with  "
           "metastasim network convert IN OUT.csv --merge-zero-length");
}

}  // namespace

void require_valid(const Network& network) {
  const int nodes = static_cast<int>(network.nodes.size());
  for (const NetworkSegment& s : network.segments) require_valid(s, nodes);
  std::vector<char> taken(network.nodes.size());
  for (const BoundaryCondition& b : network.boundary) {
    if (b.node < 0 || b.node >= nodes)
      refuse("a boundary condition stands at a node that does not exist");
    const auto at = static_cast<std::size_t>(b.node);
    const std::string name = "boundary node " + std::to_string(network.nodes[at].id);
    if (taken[at]) refuse(name + " has two conditions: keep one");
    if (!std::isfinite(b.value)) refuse(name + " has no finite pressure or flow: write one");
    taken[at] = 1;
  }
}

double distance_um(const NetworkNode& a, const NetworkNode& b) {
  const double x = a.x_um - b.x_um, y = a.y_um - b.y_um, z = a.z_um - b.z_um;
  return std::sqrt(x * x + y * y + z * z);
}

double total_length_um(const Network& network) {
  double sum = 0;
  for (const NetworkSegment& s : network.segments) sum += s.length_um;
  return sum;
}

}  // namespace metastasim::vessels
