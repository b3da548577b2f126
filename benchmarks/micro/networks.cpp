#include <cmath>
#include <cstring>
#include <memory>

#include "benchmarks/micro/cases.hpp"
#include "host/geometry/capillary_bed.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::bench {

namespace {

/// A capillary bed of about so many segments (1550 of them a mm^3 at this density).
geometry::CapillaryBed bed_of(std::int64_t segments) {
  geometry::CapillaryBed bed;
  const double edge_um = 1e3 * std::cbrt(static_cast<double>(segments) / 1550);
  bed.block_um = {edge_um, edge_um, edge_um};
  bed.length_density_mm_per_mm3 = 100;
  return bed;
}

}  // namespace

std::vector<Case> network_cases(std::int64_t segments, const std::string& filter) {
  constexpr const char *made = "capillary bed made", *pressures = "pressures of a bed",
                       *blood = "blood flow of a bed";
  const auto wanted = [&](const char* name) {
    return std::strstr(name, filter.c_str()) != nullptr;
  };
  if (!wanted(made) && !wanted(pressures) && !wanted(blood)) return {};
  const geometry::CapillaryBed bed = bed_of(segments);
  const auto network = std::make_shared<vessels::Network>(geometry::generate_capillary_bed(bed));
  const auto count = static_cast<std::int64_t>(network->segments.size());
  vessels::FlowOptions flow;
  flow.tolerance = 1e-4;  // as in a run
  vessels::FlowOptions pressure = flow;
  pressure.fixed_haematocrit = true;
  return {
      {made, "segment", count, {}, [bed] { generate_capillary_bed(bed); }},
      {pressures, "segment", count, {}, [=] { solve_flow(*network, pressure); }},
      {blood, "segment", count, {}, [=] { solve_flow(*network, flow); }},
  };
}

}  // namespace metastasim::bench
