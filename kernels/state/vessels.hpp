#pragma once
#include <vector>

#include "kernels/state/table.hpp"

/// The vessels of all sites, one concatenated array of segments and one of nodes. Topology and flow
/// are written by the host's flow solve (an explicit copy, when due); kernels read them.
namespace metastasim {

enum class VesselKind : std::uint8_t { arteriole = 0, capillary = 1, venule = 2, lymphatic = 3 };

/// What stands at a vessel cut by the block's face.
enum class Port : std::uint8_t {
  none = 0,
  arterial = 1,
  venous = 2,
  portal = 3,
  lymph = 4,
  lateral = 5
};

namespace segment {
inline constexpr auto id =
    segment_column<std::uint64_t>("id", "1", "the network file's number, or a generated one");
inline constexpr auto site = segment_column<std::int32_t>("site", "1", "site the segment runs in");
inline constexpr auto from =
    segment_column<std::int32_t>("from", "1", "row of the node at its start");
inline constexpr auto to = segment_column<std::int32_t>("to", "1", "row of the node at its end");
inline constexpr auto kind =
    segment_column<std::uint8_t>("kind", "1", "0 arteriole, 1 capillary, 2 venule, 3 lymphatic");
inline constexpr auto radius =
    segment_column<float>("radius", "um", "inner radius", {.initial = 3.0f});
inline constexpr auto length = segment_column<float>("length", "um", "length along the vessel");
inline constexpr auto flow =
    segment_column<float>("flow", "nl/min", "blood flow, positive from its start to its end");
inline constexpr auto haematocrit =
    segment_column<float>("haematocrit", "1", "discharge haematocrit");
inline constexpr auto wall_shear = segment_column<float>("wall_shear", "Pa", "wall shear stress");
inline constexpr auto plug_pressure = segment_column<float>(
    "plug_pressure", "Pa", "pressure across the whole unbranched chain if it were plugged");
inline constexpr auto po2 = segment_column<float>(
    "pO2", "mmHg", "oxygen partial pressure of the blood", {.initial = 60.0f});

inline constexpr ColumnSpec core[] = {id,     site, from,        to,         kind,          radius,
                                      length, flow, haematocrit, wall_shear, plug_pressure, po2};
}  // namespace segment

namespace node {
inline constexpr auto id =
    node_column<std::uint64_t>("id", "1", "the network file's number, or a generated one");
inline constexpr auto x = node_column<std::int32_t>(
    "x", "2^-16 um", "position along x in the block, fixed point", {.output = false});
inline constexpr auto y = node_column<std::int32_t>(
    "y", "2^-16 um", "position along y in the block, fixed point", {.output = false});
inline constexpr auto z = node_column<std::int32_t>(
    "z", "2^-16 um", "position along z in the block, fixed point", {.output = false});
inline constexpr auto pressure = node_column<float>("pressure", "mmHg", "blood pressure");
inline constexpr auto port = node_column<std::uint8_t>(
    "port", "1", "0 inside, 1 arterial, 2 venous, 3 portal, 4 lymph, 5 lateral");

inline constexpr ColumnSpec core[] = {id, x, y, z, pressure, port};
}  // namespace node

/// Which rows belong to a site.
struct VesselRange {
  std::uint32_t first_segment = 0, segments = 0, first_node = 0, nodes = 0;
};

/// The pieces into which the voxels of a site's grid cut its vessels: what exchanges with which
/// voxel. Pieces of voxel v (numbered by Grid::number) are first[v] .. first[v + 1] - 1, ascending
/// by segment row. Follows from topology and grid, so it is neither hashed nor stored.
struct VesselPieces {
  bool blood = false, lymph = false;  ///< whether there is a vessel of the kind
  Buffer<std::uint32_t> first;        ///< voxels + 1
  Buffer<std::uint32_t> segment;      ///< row in Vessels::segments
  Buffer<float> length_um;            ///< of the part inside the voxel
  Buffer<float>
      middle;  ///< where its middle lies, as a fraction from the segment's start to its end
};

struct Vessels {
  Table segments;
  Table nodes;
  std::vector<VesselRange> of_site;
  /// Segments at node n: edges[first_edge[n]] .. edges[first_edge[n + 1] - 1], ascending. Follows
  /// from the topology, so it is neither hashed nor stored.
  Buffer<std::uint32_t> first_edge;
  Buffer<std::uint32_t> edges;
  std::vector<VesselPieces> pieces_of_site;
  bool flow_is_stale = true;  ///< topology or radii changed since the last solve
};

}  // namespace metastasim
