#include "host/geometry/network_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kernels/core/math.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {

using vessels::Network;

Spread spread_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double part) {
    return values[static_cast<std::size_t>(
        std::lround(part * static_cast<double>(values.size() - 1)))];
  };
  return {at(0), at(0.25), at(0.5), at(0.75), at(1)};
}

namespace {

std::vector<int> component_sizes(const Network& network) {
  std::vector<int> sizes;
  for (int c : vessels::components(network)) {
    if (c >= static_cast<int>(sizes.size())) sizes.resize(c + 1);
    ++sizes[c];
  }
  std::sort(sizes.rbegin(), sizes.rend());
  return sizes;
}

std::vector<int> degrees_of(const Network& network) {
  const vessels::Adjacency at = adjacency(network);
  std::vector<int> degrees;
  for (int n = 0; n < static_cast<int>(network.nodes.size()); ++n) {
    const std::size_t degree = at.at(n).size();
    if (degree >= degrees.size()) degrees.resize(degree + 1);
    ++degrees[degree];
  }
  return degrees;
}

template <class F>
Spread spread_over(const Network& network, const F& value) {
  std::vector<double> values;
  for (const auto& s : network.segments) values.push_back(value(s));
  return spread_of(std::move(values));
}

nlohmann::ordered_json json_of(const Spread& s) {
  return {{"min", s.least},
          {"quarter", s.quarter},
          {"median", s.median},
          {"three_quarters", s.three_quarters},
          {"max", s.most}};
}

std::string text_of(const Spread& s) {
  return fmt::format("{:.4g} to {:.4g}, half between {:.4g} and {:.4g}, median {:.4g}", s.least,
                     s.most, s.quarter, s.three_quarters, s.median);
}

}  // namespace

NetworkSummary summary_of(const Network& network) {
  NetworkSummary out;
  out.nodes = network.nodes.size();
  out.segments = network.segments.size();
  const auto carrying = carries_blood(network, adjacency(network), active_boundary(network));
  out.without_flow = std::count(carrying.begin(), carrying.end(), 0);
  for (const auto& b : network.boundary)
    ++(b.kind == vessels::Boundary::pressure ? out.pressure_conditions : out.flow_conditions);
  out.component_sizes = component_sizes(network);
  out.degrees = degrees_of(network);
  out.total_length_um = total_length_um(network);
  for (const auto& s : network.segments)
    out.volume_nl += math::pi / 4 * math::square(s.diameter_um) * s.length_um * 1e-6;
  out.diameter_um = spread_over(network, [](auto& s) { return s.diameter_um; });
  out.length_um = spread_over(network, [](auto& s) { return s.length_um; });
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    const double at[] = {network.nodes[n].x_um, network.nodes[n].y_um, network.nodes[n].z_um};
    for (int axis = 0; axis < 3; ++axis) {
      out.low_um[axis] = n == 0 ? at[axis] : std::min(out.low_um[axis], at[axis]);
      out.high_um[axis] = n == 0 ? at[axis] : std::max(out.high_um[axis], at[axis]);
    }
  }
  return out;
}

std::string to_text(const NetworkSummary& s, const std::string& name) {
  std::string degrees;
  for (std::size_t d = 0; d < s.degrees.size(); ++d)
    if (s.degrees[d] > 0)
      degrees += fmt::format("{}{} with {}", degrees.empty() ? "" : ", ", s.degrees[d], d);
  std::vector<int> largest(
      s.component_sizes.begin(),
      s.component_sizes.begin() + std::min<std::size_t>(3, s.component_sizes.size()));
  return fmt::format(
      "{}\n"
      "  segments      {}{}\n"
      "  nodes         {} ({} vessels)\n"
      "  components    {} (nodes in the largest: {})\n"
      "  boundary      {} pressures, {} flows\n"
      "  diameter um   {}\n"
      "  length um     {}\n"
      "  total length  {:.6g} mm, blood volume {:.4g} nl\n"
      "  box um        {:.6g} .. {:.6g}, {:.6g} .. {:.6g}, {:.6g} .. {:.6g}\n",
      name, s.segments,
      s.without_flow > 0 ? fmt::format(", {} of which can carry no blood", s.without_flow) : "",
      s.nodes, degrees, s.component_sizes.size(), fmt::join(largest, ", "), s.pressure_conditions,
      s.flow_conditions, text_of(s.diameter_um), text_of(s.length_um), s.total_length_um * 1e-3,
      s.volume_nl, s.low_um[0], s.high_um[0], s.low_um[1], s.high_um[1], s.low_um[2], s.high_um[2]);
}

std::string to_json(const NetworkSummary& s, const std::string& name) {
  const nlohmann::ordered_json out{{"network", name},
                                   {"segments", s.segments},
                                   {"segments_without_flow", s.without_flow},
                                   {"nodes", s.nodes},
                                   {"nodes_by_degree", s.degrees},
                                   {"component_sizes", s.component_sizes},
                                   {"pressure_conditions", s.pressure_conditions},
                                   {"flow_conditions", s.flow_conditions},
                                   {"diameter_um", json_of(s.diameter_um)},
                                   {"length_um", json_of(s.length_um)},
                                   {"total_length_mm", s.total_length_um * 1e-3},
                                   {"volume_nl", s.volume_nl},
                                   {"box_low_um", s.low_um},
                                   {"box_high_um", s.high_um}};
  return out.dump(2) + "\n";
}

}  // namespace metastasim::geometry
