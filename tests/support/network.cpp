#include "tests/support/network.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "kernels/core/device.hpp"

namespace metastasim::testing {

namespace {

template <class T>
void write(Table& table, const Column<T>& column, std::uint32_t first,
           const std::vector<T>& values) {
  std::vector<T> all = table.columns().to_host(column);
  std::copy(values.begin(), values.end(), all.begin() + first);
  table.from_host(column, std::span<const T>(all));
}

template <class T, class From, class Get>
std::vector<T> each(const std::vector<From>& items, const Get& get) {
  std::vector<T> out;
  for (const From& item : items) out.push_back(static_cast<T>(get(item)));
  return out;
}

template <class T>
Buffer<T> on_device(Device& device, const std::vector<T>& values) {
  Buffer<T> buffer(device, values.size(), "test network");
  if (!values.empty()) buffer.copy_from_host(values);
  return buffer;
}

float distance(const PlacedNode& a, const PlacedNode& b) {
  return std::hypot(a.x_um - b.x_um, a.y_um - b.y_um, a.z_um - b.z_um);
}

void write_nodes(Table& table, std::uint32_t first, const std::vector<PlacedNode>& nodes) {
  std::vector<std::uint64_t> id;
  for (std::size_t i = 0; i < nodes.size(); ++i) id.push_back(first + i + 1);
  write(table, node::id, first, id);
  write(table, node::x, first, each<std::int32_t>(nodes, [](auto& n) { return to_fixed(n.x_um); }));
  write(table, node::y, first, each<std::int32_t>(nodes, [](auto& n) { return to_fixed(n.y_um); }));
  write(table, node::z, first, each<std::int32_t>(nodes, [](auto& n) { return to_fixed(n.z_um); }));
  write(table, node::port, first, each<std::uint8_t>(nodes, [](auto& n) { return n.port; }));
}

void write_segments(Table& table, std::uint32_t first, std::uint32_t first_node, std::int32_t site,
                    const std::vector<PlacedNode>& nodes, const std::vector<PlacedSegment>& all) {
  std::vector<std::uint64_t> id;
  for (std::size_t i = 0; i < all.size(); ++i) id.push_back(first + i + 1);
  write(table, segment::id, first, id);
  write(table, segment::site, first, each<std::int32_t>(all, [&](auto&) { return site; }));
  write(table, segment::from, first,
        each<std::int32_t>(all, [&](auto& s) { return s.from + first_node; }));
  write(table, segment::to, first,
        each<std::int32_t>(all, [&](auto& s) { return s.to + first_node; }));
  write(table, segment::kind, first, each<std::uint8_t>(all, [](auto& s) { return s.kind; }));
  write(table, segment::radius, first, each<float>(all, [](auto& s) { return s.radius_um; }));
  write(table, segment::length, first,
        each<float>(all, [&](auto& s) { return distance(nodes[s.from], nodes[s.to]); }));
  write(table, segment::flow, first, each<float>(all, [](auto& s) { return s.flow_nl_per_min; }));
  write(table, segment::wall_shear, first,
        each<float>(all, [](auto& s) { return s.wall_shear_pa; }));
  write(table, segment::plug_pressure, first,
        each<float>(all, [](auto& s) { return s.plug_pressure_pa; }));
}

void join_edges(Device& device, Vessels& vessels) {
  const auto from = vessels.segments.to_host(segment::from);
  const auto to = vessels.segments.to_host(segment::to);
  std::vector<std::vector<std::uint32_t>> at(vessels.nodes.read_count());
  for (std::uint32_t s = 0; s < from.size(); ++s) {
    at[from[s]].push_back(s);
    at[to[s]].push_back(s);
  }
  std::vector<std::uint32_t> first{0}, edges;
  for (const auto& here : at) {
    edges.insert(edges.end(), here.begin(), here.end());
    first.push_back(static_cast<std::uint32_t>(edges.size()));
  }
  vessels.first_edge = on_device(device, first);
  vessels.edges = on_device(device, edges);
}

PlacedNode between(const PlacedNode& a, const PlacedNode& b, float t) {
  return {a.x_um + t * (b.x_um - a.x_um), a.y_um + t * (b.y_um - a.y_um),
          a.z_um + t * (b.z_um - a.z_um)};
}

/// Samples each segment finely and notes the voxels it meets.
VesselPieces cut(Device& device, const Grid& grid, std::uint32_t first_segment,
                 const std::vector<PlacedNode>& nodes, const std::vector<PlacedSegment>& all) {
  std::vector<std::set<std::uint32_t>> in_voxel(grid.voxels());
  for (std::uint32_t s = 0; s < all.size(); ++s)
    for (int i = 0; i <= 200; ++i) {
      const PlacedNode at =
          between(nodes[all[s].from], nodes[all[s].to], static_cast<float>(i) / 200);
      const int x = grid.voxel_along(to_fixed(at.x_um), grid.nx);
      const int y = grid.voxel_along(to_fixed(at.y_um), grid.ny);
      const int z = grid.voxel_along(to_fixed(at.z_um), grid.nz);
      in_voxel[grid.number(x, y, z)].insert(first_segment + s);
    }
  std::vector<std::uint32_t> first{0}, segment;
  for (const auto& here : in_voxel) {
    segment.insert(segment.end(), here.begin(), here.end());
    first.push_back(static_cast<std::uint32_t>(segment.size()));
  }
  return {true,
          true,
          on_device(device, first),
          on_device(device, segment),
          on_device(device, std::vector<float>(segment.size(), grid.spacing_um)),
          on_device(device, std::vector<float>(segment.size(), 0.5f))};
}

}  // namespace

void lay_vessels(State& state, Site& site, const std::vector<PlacedNode>& nodes,
                 const std::vector<PlacedSegment>& segments) {
  Vessels& vessels = state.vessels;
  Device& device = vessels.nodes.device();
  const auto first_node = vessels.nodes.append(static_cast<std::uint32_t>(nodes.size()));
  const auto first_segment = vessels.segments.append(static_cast<std::uint32_t>(segments.size()));
  write_nodes(vessels.nodes, first_node, nodes);
  write_segments(vessels.segments, first_segment, first_node, site.id.value, nodes, segments);
  const auto s = static_cast<std::size_t>(site.id.value);
  vessels.of_site[s] = {first_segment, static_cast<std::uint32_t>(segments.size()), first_node,
                        static_cast<std::uint32_t>(nodes.size())};
  vessels.pieces_of_site[s] = cut(device, site.grid, first_segment, nodes, segments);
  join_edges(device, vessels);
  vessels.flow_is_stale = false;
}

void lay_in_pieces(State& state, Site& site, const std::vector<PlacedNode>& ends,
                   const std::vector<PlacedSegment>& vessels, int pieces) {
  std::vector<PlacedNode> nodes = ends;
  std::vector<PlacedSegment> segments;
  for (const PlacedSegment& vessel : vessels) {
    PlacedSegment piece = vessel;
    for (int i = 1; i <= pieces; ++i, piece.from = piece.to) {
      piece.to = i == pieces ? vessel.to : static_cast<std::int32_t>(nodes.size());
      if (i < pieces)
        nodes.push_back(between(ends[vessel.from], ends[vessel.to],
                                static_cast<float>(i) / static_cast<float>(pieces)));
      segments.push_back(piece);
    }
  }
  lay_vessels(state, site, nodes, segments);
}

}  // namespace metastasim::testing
