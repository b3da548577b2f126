#include "kernels/vessels/vessel_edit.hpp"

#include <algorithm>

#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::vessels {

namespace {

std::vector<EditedNode> nodes_of(const Table& table) {
  const auto id = table.to_host(node::id), tip_of = table.to_host(node::tip_of);
  const auto x = table.to_host(node::x), y = table.to_host(node::y), z = table.to_host(node::z);
  const auto boundary = table.to_host(node::boundary), port = table.to_host(node::port);
  const auto hx = table.to_host(node::heading_x), hy = table.to_host(node::heading_y);
  const auto hz = table.to_host(node::heading_z);
  std::vector<EditedNode> nodes(id.size());
  for (std::size_t n = 0; n < id.size(); ++n)
    nodes[n] = {id[n],
                0,
                {x[n], y[n], z[n]},
                boundary[n] != 0 || port[n] != 0,
                tip_of[n],
                {hx[n], hy[n], hz[n]},
                static_cast<std::int32_t>(n)};
  return nodes;
}

std::vector<EditedSegment> segments_of(const Table& table) {
  const auto id = table.to_host(segment::id), sprout = table.to_host(segment::sprout);
  const auto site = table.to_host(segment::site);
  const auto from = table.to_host(segment::from), to = table.to_host(segment::to);
  const auto kind = table.to_host(segment::kind);
  const auto radius = table.to_host(segment::radius), length = table.to_host(segment::length);
  const auto sprouted = table.to_host(segment::sprouted);
  const auto set_point = table.to_host(segment::set_point);
  std::vector<EditedSegment> segments(id.size());
  for (std::size_t s = 0; s < id.size(); ++s)
    segments[s] = {id[s],
                   site[s],
                   from[s],
                   to[s],
                   static_cast<VesselKind>(kind[s]),
                   radius[s],
                   length[s],
                   sprout[s],
                   sprouted[s],
                   set_point[s],
                   static_cast<std::int32_t>(s)};
  return segments;
}

/// A point between two places, to the nearest unit.
std::int32_t between(std::int32_t a, std::int32_t b, double part) {
  return static_cast<std::int32_t>(math::round_to_nearest(a + part * (double(b) - double(a))));
}

}  // namespace

double distance_um(Position a, Position b) {
  const double x = double(a.x) - b.x, y = double(a.y) - b.y, z = double(a.z) - b.z;
  return math::sqrt(x * x + y * y + z * z) / units_per_um;
}

VesselEdit::VesselEdit(const Vessels& vessels)
    : nodes(nodes_of(vessels.nodes)),
      segments(segments_of(vessels.segments)),
      rows_before_(segments.size()) {
  for (std::size_t site = 0; site < vessels.of_site.size(); ++site) {
    const VesselRange& range = vessels.of_site[site];
    for (std::uint32_t n = range.first_node; n < range.first_node + range.nodes; ++n)
      nodes[n].site = static_cast<std::int32_t>(site);
  }
  for (const EditedNode& n : nodes) next_id_ = math::max(next_id_, n.id + 1);
  for (const EditedSegment& s : segments) next_id_ = math::max(next_id_, s.id + 1);
}

int VesselEdit::add_node(std::int32_t site, Position at) {
  nodes.push_back({next_id_++, site, at});
  return static_cast<int>(nodes.size()) - 1;
}

int VesselEdit::add_segment(int from, int to, float radius_um) {
  EditedSegment added;
  added.id = next_id_++;
  added.site = nodes[from].site;
  added.from = from;
  added.to = to;
  added.radius_um = radius_um;
  added.length_um = static_cast<float>(distance_um(nodes[from].at, nodes[to].at));
  segments.push_back(added);
  return static_cast<int>(segments.size()) - 1;
}

int VesselEdit::split(int segment, double at) {
  EditedSegment first = segments[segment], second = first;
  const int middle = add_node(first.site, point(first, at));
  first.to = second.from = middle;
  second.id = next_id_++;
  first.length_um = static_cast<float>(first.length_um * at);
  second.length_um -= first.length_um;
  first.end = second.begin = static_cast<float>(first.begin + at * (first.end - first.begin));
  segments[segment] = first;
  segments.push_back(second);
  if (first.row != no_row)
    parts_of_row_[first.row].push_back(static_cast<int>(segments.size()) - 1);
  return middle;
}

int VesselEdit::part_of(std::int32_t row, float at) const {
  if (at <= segments[row].end) return row;
  const std::vector<int>& parts = parts_of_row_.at(row);
  return *std::find_if(parts.begin(), parts.end(), [&](int part) {
    return at >= segments[part].begin && at <= segments[part].end;
  });
}

Position VesselEdit::point(const EditedSegment& segment, double at) const {
  const Position a = nodes[segment.from].at, b = nodes[segment.to].at;
  return {between(a.x, b.x, at), between(a.y, b.y, at), between(a.z, b.z, at)};
}

}  // namespace metastasim::vessels
