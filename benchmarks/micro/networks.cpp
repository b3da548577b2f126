#include <cmath>
#include <cstring>
#include <memory>

#include "benchmarks/micro/beds.hpp"
#include "benchmarks/micro/cases.hpp"
#include "host/geometry/lymphatic_tree.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::bench {

namespace {

/// Lymphatics of about so many segments (255 of them a mm^3 at the usual density).
geometry::LymphaticTree tree_of(std::int64_t segments) {
  const double edge_um = 1e3 * std::cbrt(static_cast<double>(segments) / 255);
  return {.block_um = {edge_um, edge_um, edge_um}};
}

std::vector<Case> lymphatic_cases(std::int64_t segments, const std::string& filter) {
  constexpr const char* made = "lymphatic tree made";
  if (std::strstr(made, filter.c_str()) == nullptr) return {};
  const geometry::LymphaticTree tree = tree_of(segments);
  const auto count = static_cast<std::int64_t>(generate_lymphatic_tree(tree).segments.size());
  return {{made, "segment", count, {}, [tree] { generate_lymphatic_tree(tree); }}};
}

}  // namespace

std::vector<Case> network_cases(std::int64_t segments, const std::string& filter) {
  constexpr const char *made = "capillary bed made", *pressures = "pressures of a bed",
                       *blood = "blood flow of a bed";
  const auto wanted = [&](const char* name) {
    return std::strstr(name, filter.c_str()) != nullptr;
  };
  if (!wanted(made) && !wanted(pressures) && !wanted(blood))
    return lymphatic_cases(segments, filter);
  const geometry::CapillaryBed bed = bed_of(segments);
  const auto network = std::make_shared<vessels::Network>(geometry::generate_capillary_bed(bed));
  const auto count = static_cast<std::int64_t>(network->segments.size());
  vessels::FlowOptions flow;
  flow.tolerance = 1e-4;  // as in a run
  vessels::FlowOptions pressure = flow;
  pressure.fixed_haematocrit = true;
  std::vector<Case> cases{
      {made, "segment", count, {}, [bed] { generate_capillary_bed(bed); }},
      {pressures, "segment", count, {}, [=] { solve_flow(*network, pressure); }},
      {blood, "segment", count, {}, [=] { solve_flow(*network, flow); }},
  };
  for (Case& c : lymphatic_cases(segments, filter)) cases.push_back(std::move(c));
  return cases;
}

}  // namespace metastasim::bench
