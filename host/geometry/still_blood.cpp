#include "host/geometry/still_blood.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "host/geometry/network_csv.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Boundary;
using vessels::Network;

/// Of a .csv without the table that says what is imposed.
std::string where_conditions_stand(const std::filesystem::path& file) {
  const std::filesystem::path nodes = nodes_file_of(file);
  const bool is_missing = file.extension() == ".csv" && !std::filesystem::exists(nodes);
  return is_missing ? fmt::format(", in {}, which is not there", nodes.string()) : "";
}

std::vector<char> nodes_of(const Network& network, const std::vector<char>& segments) {
  std::vector<char> out(network.nodes.size());
  for (std::size_t s = 0; s < segments.size(); ++s)
    if (segments[s]) out[network.segments[s].from] = out[network.segments[s].to] = 1;
  return out;
}

/// Whether a flow is imposed, or two pressures that differ, on vessels that hang together.
bool is_driven(const Network& network, const std::vector<Boundary>& boundary,
               const std::vector<char>& carrying) {
  const std::vector<int> part = vessels::components(network, carrying);
  const std::vector<char> has_vessel = nodes_of(network, carrying);
  std::map<int, double> pressure_of;
  for (const vessels::BoundaryCondition& b : network.boundary) {
    if (!has_vessel[b.node] || boundary[b.node] == Boundary::none) continue;
    if (b.kind == Boundary::flow) return true;
    if (pressure_of.emplace(part[b.node], b.value).first->second != b.value) return true;
  }
  return false;
}

}  // namespace

std::optional<StillBlood> why_no_blood_flows(const Network& network,
                                             const std::filesystem::path& file) {
  if (network.boundary.empty())
    return StillBlood{"no boundary condition is given",
                      "give pressures or flows at nodes where blood enters and leaves" +
                          where_conditions_stand(file)};
  const std::vector<Boundary> boundary = active_boundary(network);
  if (std::ranges::count(boundary, Boundary::none) == std::ssize(boundary))
    return StillBlood{"every boundary flow is 0",
                      "write how much enters (above 0) or leaves (below 0) in nl/min, or pressures "
                      "in mmHg"};
  const std::vector<char> carrying = carries_blood(network, adjacency(network), boundary);
  if (std::ranges::count(carrying, 0) == std::ssize(carrying))
    return StillBlood{
        "no vessel lies between two boundary nodes with a pressure or a flow other than 0",
        "give the boundary conditions that are missing"};
  if (!is_driven(network, boundary, carrying))
    return StillBlood{"all boundary pressures that vessels join are equal",
                      "write a higher pressure where blood enters than where it leaves"};
  return {};
}

Network at_rest(Network network) {
  const std::vector<int> part = vessels::components(network);
  std::set<int> has_one;
  std::erase_if(network.boundary, [&](const vessels::BoundaryCondition& b) {
    return b.kind != Boundary::pressure || !has_one.insert(part[b.node]).second;
  });
  return network;
}

}  // namespace metastasim::geometry
