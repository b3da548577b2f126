#pragma once
#include "kernels/state/vessels.hpp"
#include "kernels/vessels/network_flow.hpp"

/// Columns that the flow of blood adds: what is imposed at nodes, and how the solve ended.
namespace metastasim {

namespace node {
inline constexpr auto boundary =
    node_column<std::uint8_t>("boundary", "1", "0 inside, 1 pressure imposed, 2 flow imposed");
inline constexpr auto boundary_value = node_column<float>(
    "boundary_value", "1", "the pressure [mmHg] or the flow into the network [nl/min] imposed",
    {.output = false});
inline constexpr auto inlet_haematocrit =
    node_column<float>("inlet_haematocrit", "1", "discharge haematocrit of blood that enters here",
                       {.initial = 0.45f, .output = false});
}  // namespace node

namespace segment {
inline constexpr auto flow_status = segment_column<std::uint8_t>(
    "flow_status", "1",
    "0 blood flows, 1 it cannot, 2 the flow solve did not settle here, 3 a cell plugs it, 4 one "
    "plugs it elsewhere before the next branching",
    {.initial = 1});
}  // namespace segment

namespace vessels {

/// Whether more runs there than what leaks past a cell that is stuck.
HD inline bool blood_runs(float flow_nl_per_min, std::uint8_t flow_status) {
  const auto status = static_cast<SegmentStatus>(flow_status);
  return flow_nl_per_min != 0 && status != SegmentStatus::plugged &&
         status != SegmentStatus::behind_plug;
}

/// All vessels of the state, or those of a site, as one network, by explicit copies.
Network network_of(const Vessels& vessels);
Network network_of(const Vessels& vessels, const VesselRange& range);

}  // namespace vessels
}  // namespace metastasim
