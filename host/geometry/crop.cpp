#include "host/geometry/crop.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Network;

Point place_of(const vessels::NetworkNode& n) { return {n.x_um, n.y_um, n.z_um}; }

struct Inside {
  double from, to;  ///< fractions of the segment; none of it where to <= from
};

/// The part of a line from a to b between the faces (Liang and Barsky 1984).
Inside part_inside(const Point& a, const Point& b, const Point& low, const Point& high) {
  Inside part{0, 1};
  for (int axis = 0; axis < 3; ++axis) {
    const double way = b[axis] - a[axis];
    if (way == 0) {
      if (a[axis] < low[axis] || a[axis] > high[axis]) return {0, 0};
      continue;
    }
    const double t0 = (low[axis] - a[axis]) / way, t1 = (high[axis] - a[axis]) / way;
    part.from = std::max(part.from, std::min(t0, t1));
    part.to = std::min(part.to, std::max(t0, t1));
  }
  return part;
}

class Cropper {
 public:
  Cropper(const Network& whole, const vessels::FlowOptions& options, const Point& low,
          const Point& high)
      : whole_(whole),
        low_(low),
        high_(high),
        flow_(solve_flow(whole, options)),
        place_(whole.nodes.size(), -1) {
    out_.title = whole.title;
    for (const auto& n : whole.nodes) next_id_ = std::max(next_id_, n.id);
  }

  Network crop() {
    for (std::size_t s = 0; s < whole_.segments.size(); ++s) add(s);
    if (out_.segments.empty())
      throw InputError("no vessel of '" + whole_.title +
                       "' lies in the block: check the units and the origin of its coordinates");
    for (vessels::BoundaryCondition b : whole_.boundary) {
      b.node = place_[b.node];
      if (b.node >= 0) out_.boundary.push_back(b);
    }
    return std::move(out_);
  }

 private:
  void add(std::size_t segment) {
    vessels::NetworkSegment s = whole_.segments[segment];
    const Point a = place_of(whole_.nodes[s.from]), b = place_of(whole_.nodes[s.to]);
    const Inside part = part_inside(a, b, low_, high_);
    if (!(part.to > part.from)) return;
    const int from = part.from > 0 ? cut(segment, a, b, part.from) : whole_end(s.from);
    const int to = part.to < 1 ? cut(segment, a, b, part.to) : whole_end(s.to);
    s.length_um *= part.to - part.from;
    s.from = from;
    s.to = to;
    out_.segments.push_back(s);
  }

  int add_node(vessels::NetworkNode node, const Point& at) {
    double* const coordinate[] = {&node.x_um, &node.y_um, &node.z_um};
    for (int axis = 0; axis < 3; ++axis)
      *coordinate[axis] = std::clamp(at[axis], low_[axis], high_[axis]) - low_[axis];
    out_.nodes.push_back(node);
    return static_cast<int>(out_.nodes.size()) - 1;
  }

  int whole_end(int node) {
    if (place_[node] < 0) place_[node] = add_node(whole_.nodes[node], place_of(whole_.nodes[node]));
    return place_[node];
  }

  /// A node where a face cuts the segment at fraction t.
  int cut(std::size_t segment, const Point& a, const Point& b, double t) {
    Point at;
    for (int axis = 0; axis < 3; ++axis) at[axis] = a[axis] + t * (b[axis] - a[axis]);
    const int node = add_node({++next_id_}, at);
    const auto& s = whole_.segments[segment];
    const double from = flow_.pressure_mmhg[s.from], to = flow_.pressure_mmhg[s.to];
    if (flow_.status[segment] != vessels::SegmentStatus::no_flow)
      out_.boundary.push_back(
          {node, vessels::Boundary::pressure, from + t * (to - from), flow_.haematocrit[segment]});
    return node;
  }

  const Network& whole_;
  const Point low_, high_;
  vessels::FlowResult flow_;
  std::vector<int> place_;  ///< of each node of the whole in what is cut out, or -1
  std::uint64_t next_id_ = 0;
  Network out_;
};

}  // namespace

Network cropped(const Network& whole, const vessels::FlowOptions& options, const Point& low,
                const Point& high) {
  return Cropper(whole, options, low, high).crop();
}

bool reaches(const Network& network, const Point& block_um) {
  return std::any_of(network.segments.begin(), network.segments.end(), [&](const auto& s) {
    const Inside part = part_inside(place_of(network.nodes[s.from]), place_of(network.nodes[s.to]),
                                    {0, 0, 0}, block_um);
    return part.to > part.from;
  });
}

bool fits(const Network& network, const Point& block_um) {
  return std::all_of(network.nodes.begin(), network.nodes.end(), [&](const auto& n) {
    const Point at = place_of(n);
    return at[0] >= 0 && at[1] >= 0 && at[2] >= 0 && at[0] <= block_um[0] && at[1] <= block_um[1] &&
           at[2] <= block_um[2];
  });
}

}  // namespace metastasim::geometry
