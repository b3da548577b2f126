#include "host/geometry/inlets.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/vessels/network_flow.hpp"

namespace metastasim::geometry {

namespace {

/// By whatever laws blood runs, it enters at the same ends, but for some where it all but stands.
std::vector<double> entering_nl_per_min(const vessels::Network& network) {
  vessels::FlowOptions simple;
  simple.viscosity.law = vessels::ViscosityLaw::constant;
  simple.fixed_haematocrit = true;
  return boundary_flow(network, solve_flow(network, simple));
}

}  // namespace

bool gives_haematocrit(const vessels::Network& network) {
  const auto lacks_it = [](const auto& b) { return std::isnan(b.haematocrit); };
  if (std::ranges::none_of(network.boundary, lacks_it)) return true;
  const std::vector<double> entering = entering_nl_per_min(network);
  const double largest = *std::ranges::max_element(entering);
  for (std::size_t i = 0; i < entering.size(); ++i)
    if (lacks_it(network.boundary[i]) && entering[i] > vessels::most_imbalance * largest)
      return false;
  return true;
}

}  // namespace metastasim::geometry
