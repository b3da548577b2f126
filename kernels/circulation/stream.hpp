#pragma once
#include "kernels/circulation/unit.hpp"
#include "kernels/state/vessels.hpp"

namespace metastasim::circulation {

/// The vessels as a traveller sees them.
struct StreamView {
  const std::int32_t *from, *to, *site;
  const float *radius, *length, *flow, *wall_shear, *plug_pressure;
  const std::uint8_t *kind, *port;
  const std::uint32_t *first_edge, *edges;

  explicit StreamView(const Vessels& v)
      : from(v.segments.data(segment::from)),
        to(v.segments.data(segment::to)),
        site(v.segments.data(segment::site)),
        radius(v.segments.data(segment::radius)),
        length(v.segments.data(segment::length)),
        flow(v.segments.data(segment::flow)),
        wall_shear(v.segments.data(segment::wall_shear)),
        plug_pressure(v.segments.data(segment::plug_pressure)),
        kind(v.segments.data(segment::kind)),
        port(v.nodes.data(node::port)),
        first_edge(v.first_edge.data()),
        edges(v.edges.data()) {}

  /// Time to pass the whole segment with the mean velocity flow / area, in us; 1 nl = 1e6 um^3.
  HD double passage_us(std::uint32_t s) const {
    const double volume_um3 = math::pi * radius[s] * radius[s] * length[s];
    return 60.0 * volume_um3 / math::abs(static_cast<double>(flow[s]));
  }
  HD bool carries_lymph(std::uint32_t s) const {
    return kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic);
  }
  HD std::int32_t downstream(std::uint32_t s) const { return flow[s] > 0 ? to[s] : from[s]; }
  HD float upstream_end(std::uint32_t s) const { return flow[s] > 0 ? 0.0f : 1.0f; }
  HD float left_to_go(std::uint32_t s, float along) const {
    return flow[s] > 0 ? 1.0f - along : along;
  }
  /// Flow that leaves node n into segment s, nl/min; below zero where it comes from there.
  HD float outflow(std::int32_t n, std::uint32_t s) const {
    return (from[s] == n ? flow[s] : 0.0f) - (to[s] == n ? flow[s] : 0.0f);
  }
};

/// The ways out of a node: segments, and the port if the block's face cuts the vessel there.
struct WaysOut {
  double total = 0;      ///< flow into segments
  double through = 0;    ///< flow out of the block, or below zero into it
  int count = 0;         ///< segments
  std::uint32_t only{};  ///< the last of them
};

HD inline WaysOut ways_out(const StreamView& v, std::int32_t n) {
  WaysOut ways;
  for (std::uint32_t e = v.first_edge[n]; e < v.first_edge[n + 1]; ++e) {
    const float q = v.outflow(n, v.edges[e]);
    ways.through -= q;
    if (!(q > 0)) continue;
    ways.total += q;
    ways.only = v.edges[e];
    ++ways.count;
  }
  if (v.port[n] == static_cast<std::uint8_t>(Port::none)) ways.through = 0;
  return ways;
}

/// The segment at a point of the cumulative outflow of node n.
HD inline std::uint32_t segment_at(const StreamView& v, std::int32_t n, double point) {
  double sum = 0;
  std::uint32_t chosen = 0;
  for (std::uint32_t e = v.first_edge[n]; e < v.first_edge[n + 1]; ++e) {
    const float q = v.outflow(n, v.edges[e]);
    if (!(q > 0)) continue;
    chosen = v.edges[e];
    sum += q;
    if (point < sum) break;
  }
  return chosen;
}

}  // namespace metastasim::circulation
