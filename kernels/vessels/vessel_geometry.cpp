#include "kernels/vessels/vessel_geometry.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::vessels {

namespace {

std::int32_t fixed(double um) { return static_cast<std::int32_t>(std::floor(um * 65536 + 0.5)); }

void require_inside(const Network& network, const Site& site) {
  const Grid& g = site.grid;
  const double most[] = {g.nx * double{g.spacing_um}, g.ny * double{g.spacing_um},
                         g.nz * double{g.spacing_um}};
  for (const NetworkNode& n : network.nodes) {
    const double at[] = {n.x_um, n.y_um, n.z_um};
    for (int axis = 0; axis < 3; ++axis)
      if (!(at[axis] >= 0 && at[axis] <= most[axis]))
        throw InputError(
            "vessel node " + std::to_string(n.id) + " stands at " + std::to_string(at[axis]) +
            " um along " + "xyz"[axis] + ", outside the block of " + site.name + " (0 to " +
            std::to_string(most[axis]) + " um): move or crop the network, or enlarge the block");
  }
}

/// Writes values into rows first, first + 1, ...
template <class T>
void put(Table& table, const Column<T>& column, std::uint32_t first, const std::vector<T>& values) {
  std::vector<T> all = table.to_host(column);
  std::copy(values.begin(), values.end(), all.begin() + first);
  table.from_host(column, std::span<const T>(all));
}

/// One column's values, a function of what stands in the network.
template <class T, class Rows, class F>
void put_each(Table& table, const Column<T>& column, std::uint32_t first, const Rows& rows,
              const F& value) {
  std::vector<T> values;
  values.reserve(std::size(rows));
  for (const auto& row : rows) values.push_back(static_cast<T>(value(row)));
  put(table, column, first, values);
}

std::vector<std::uint8_t> ports_of(const Network& network, const FlowOptions& laws) {
  std::vector<std::uint8_t> ports;
  for (const NetworkNode& n : network.nodes) ports.push_back(static_cast<std::uint8_t>(n.port));
  const bool all_known =
      std::all_of(network.boundary.begin(), network.boundary.end(),
                  [&](const BoundaryCondition& b) { return ports[b.node] != 0; });
  if (all_known) return ports;
  const std::vector<double> entering = boundary_flow(network, solve_flow(network, laws));
  for (std::size_t b = 0; b < entering.size(); ++b) {
    std::uint8_t& port = ports[network.boundary[b].node];
    if (port == 0)
      port = static_cast<std::uint8_t>(entering[b] > 0 ? Port::arterial : Port::venous);
  }
  return ports;
}

void append_nodes(Table& nodes, const Network& network, const FlowOptions& laws) {
  const auto first = nodes.append(static_cast<std::uint32_t>(network.nodes.size()));
  put_each(nodes, node::id, first, network.nodes, [](auto& n) { return n.id; });
  put_each(nodes, node::x, first, network.nodes, [](auto& n) { return fixed(n.x_um); });
  put_each(nodes, node::y, first, network.nodes, [](auto& n) { return fixed(n.y_um); });
  put_each(nodes, node::z, first, network.nodes, [](auto& n) { return fixed(n.z_um); });
  put(nodes, node::port, first, ports_of(network, laws));
  auto kind = nodes.to_host(node::boundary);
  auto value = nodes.to_host(node::boundary_value);
  auto haematocrit = nodes.to_host(node::inlet_haematocrit);
  for (const BoundaryCondition& b : network.boundary) {
    kind[first + b.node] = static_cast<std::uint8_t>(b.kind);
    value[first + b.node] = static_cast<float>(b.value);
    if (!std::isnan(b.haematocrit)) haematocrit[first + b.node] = static_cast<float>(b.haematocrit);
  }
  nodes.from_host(node::boundary, std::span<const std::uint8_t>(kind));
  nodes.from_host(node::boundary_value, std::span<const float>(value));
  nodes.from_host(node::inlet_haematocrit, std::span<const float>(haematocrit));
}

void append_segments(Table& segments, const Network& network, SiteId site,
                     std::uint32_t first_node) {
  const auto& rows = network.segments;
  const auto first = segments.append(static_cast<std::uint32_t>(rows.size()));
  put_each(segments, segment::id, first, rows, [](auto& s) { return s.id; });
  put_each(segments, segment::site, first, rows, [&](auto&) { return site.value; });
  put_each(segments, segment::from, first, rows, [&](auto& s) { return first_node + s.from; });
  put_each(segments, segment::to, first, rows, [&](auto& s) { return first_node + s.to; });
  put_each(segments, segment::kind, first, rows, [](auto& s) { return s.kind; });
  put_each(segments, segment::radius, first, rows, [](auto& s) { return s.diameter_um / 2; });
  put_each(segments, segment::length, first, rows, [](auto& s) { return s.length_um; });
}

template <class T>
void upload(Device& device, Buffer<T>& buffer, const std::vector<T>& values) {
  buffer = Buffer<T>(device, values.size(), "vessel geometry");
  if (!values.empty()) buffer.copy_from_host(values);
}

void rebuild_edges(Vessels& v, Device& device) {
  const Adjacency at = adjacency(network_of(v));
  upload(device, v.first_edge, std::vector<std::uint32_t>(at.first.begin(), at.first.end()));
  upload(device, v.edges, std::vector<std::uint32_t>(at.segment.begin(), at.segment.end()));
}

Position position(const NetworkNode& n) { return {fixed(n.x_um), fixed(n.y_um), fixed(n.z_um)}; }

void rebuild_pieces(const Network& all, const VesselRange& range, const Grid& grid, Device& device,
                    VesselPieces& out) {
  std::vector<std::vector<VesselPiece>> of_segment;
  std::vector<std::uint32_t> first(static_cast<std::size_t>(grid.voxels()) + 1);
  out.blood = out.lymph = false;
  for (std::uint32_t s = 0; s < range.segments; ++s) {
    const NetworkSegment& segment = all.segments[range.first_segment + s];
    (segment.kind == VesselKind::lymphatic ? out.lymph : out.blood) = true;
    of_segment.push_back(
        pieces_of(grid, position(all.nodes[segment.from]), position(all.nodes[segment.to])));
    for (const VesselPiece& piece : of_segment.back()) ++first[piece.voxel + 1];
  }
  for (std::size_t v = 1; v < first.size(); ++v) first[v] += first[v - 1];
  std::vector<std::uint32_t> next = first, row(first.back());
  std::vector<float> length(row.size()), middle(row.size());
  for (std::uint32_t s = 0; s < range.segments; ++s)
    for (const VesselPiece& piece : of_segment[s]) {
      const std::uint32_t at = next[piece.voxel]++;
      row[at] = range.first_segment + s;
      length[at] = static_cast<float>(piece.share * all.segments[row[at]].length_um);
      middle[at] = static_cast<float>(piece.middle);
    }
  upload(device, out.first, first);
  upload(device, out.segment, row);
  upload(device, out.length_um, length);
  upload(device, out.middle, middle);
}

/// Where a line from a to b (in voxels) crosses the planes between voxels, as fractions.
void add_crossings(double a, double b, int voxels, std::vector<double>& cuts) {
  if (a == b) return;
  const double low = std::max(std::min(a, b), 0.0), high = std::min(std::max(a, b), double(voxels));
  for (double plane = std::ceil(low); plane <= high; ++plane) {
    const double t = (plane - a) / (b - a);
    if (t > 0 && t < 1) cuts.push_back(t);
  }
}

}  // namespace

std::vector<VesselPiece> pieces_of(const Grid& grid, Position from, Position to) {
  const double voxel = 65536.0 * grid.spacing_um;
  const double a[] = {from.x / voxel, from.y / voxel, from.z / voxel};
  const double b[] = {to.x / voxel, to.y / voxel, to.z / voxel};
  const int n[] = {grid.nx, grid.ny, grid.nz};
  std::vector<double> cuts{0, 1};
  for (int axis = 0; axis < 3; ++axis) add_crossings(a[axis], b[axis], n[axis], cuts);
  std::sort(cuts.begin(), cuts.end());
  std::vector<VesselPiece> out;
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    const double share = cuts[c + 1] - cuts[c], middle = 0.5 * (cuts[c] + cuts[c + 1]);
    int at[3];
    bool inside = share > 0;
    for (int axis = 0; axis < 3; ++axis) {
      const double p = a[axis] + middle * (b[axis] - a[axis]);
      inside = inside && p >= 0 && p <= n[axis];
      at[axis] = std::min(static_cast<int>(p), n[axis] - 1);  // a vessel in the far face is inside
    }
    if (inside) out.push_back({grid.number(at[0], at[1], at[2]), middle, share});
  }
  return out;
}

void add_network(State& state, Device&, SiteId site, const Network& network,
                 const FlowOptions& laws) {
  require_valid(network);
  Vessels& v = state.vessels;
  VesselRange& range = v.of_site[site.value];
  if (range.segments > 0)
    throw InputError("site " + state.sites[site.value]->name +
                     " has a network already: join the two in one file");
  require_inside(network, *state.sites[site.value]);
  range = {v.segments.read_count(), static_cast<std::uint32_t>(network.segments.size()),
           v.nodes.read_count(), static_cast<std::uint32_t>(network.nodes.size())};
  append_nodes(v.nodes, network, laws);
  append_segments(v.segments, network, site, range.first_node);
  v.flow_is_stale = true;
}

void rebuild_vessel_geometry(State& state, Device& device) {
  Vessels& v = state.vessels;
  rebuild_edges(v, device);
  const Network all = network_of(v);
  for (std::size_t s = 0; s < state.sites.size(); ++s)
    rebuild_pieces(all, v.of_site[s], state.sites[s]->grid, device, v.pieces_of_site[s]);
}

}  // namespace metastasim::vessels
