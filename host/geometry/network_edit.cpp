#include "host/geometry/network_edit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {

using vessels::Network;

Network selected(const Network& network, const std::vector<char>& keep) {
  Network out;
  out.title = network.title;
  std::vector<int> place(network.nodes.size(), -1);
  for (std::size_t s = 0; s < keep.size(); ++s)
    if (keep[s]) place[network.segments[s].from] = place[network.segments[s].to] = 0;
  for (std::size_t n = 0; n < place.size(); ++n) {
    if (place[n] < 0) continue;
    place[n] = static_cast<int>(out.nodes.size());
    out.nodes.push_back(network.nodes[n]);
  }
  for (std::size_t s = 0; s < keep.size(); ++s) {
    if (!keep[s]) continue;
    out.segments.push_back(network.segments[s]);
    out.segments.back().from = place[network.segments[s].from];
    out.segments.back().to = place[network.segments[s].to];
  }
  for (vessels::BoundaryCondition b : network.boundary) {
    b.node = place[b.node];
    if (b.node >= 0) out.boundary.push_back(b);
  }
  return out;
}

Network without_dead_ends(const Network& network) {
  return selected(network, carries_blood(network, adjacency(network), active_boundary(network)));
}

Network largest_component(const Network& network) {
  const std::vector<int> component = vessels::components(network);
  std::vector<int> size(network.nodes.size() + 1);
  for (const auto& s : network.segments) ++size[component[s.from]];
  const auto largest = std::max_element(size.begin(), size.end()) - size.begin();
  std::vector<char> keep;
  for (const auto& s : network.segments) keep.push_back(component[s.from] == largest);
  return selected(network, keep);
}

namespace {

/// Nodes that stand for each other: the first of each group.
class Groups {
 public:
  explicit Groups(std::size_t nodes) : first_(nodes) { std::iota(first_.begin(), first_.end(), 0); }
  int first(int node) {
    while (first_[node] != node) node = first_[node] = first_[first_[node]];
    return node;
  }
  void join(int a, int b) {
    const auto [low, high] = std::minmax({first(a), first(b)});
    first_[high] = low;
  }

 private:
  std::vector<int> first_;
};

}  // namespace

Network merged_where_no_length(const Network& network) {
  Groups groups(network.nodes.size());
  std::vector<char> keep;
  for (const auto& s : network.segments) {
    keep.push_back(s.length_um != 0);
    if (!keep.back()) groups.join(s.from, s.to);
  }
  Network out = network;
  for (auto& s : out.segments) s.from = groups.first(s.from), s.to = groups.first(s.to);
  for (auto& b : out.boundary) b.node = groups.first(b.node);
  return selected(out, keep);
}

namespace {

template <class Rows>
std::uint64_t largest_id(const Rows& rows) {
  std::uint64_t largest = 0;
  for (const auto& row : rows) largest = std::max(largest, row.id);
  return largest;
}

}  // namespace

Network side_by_side(const Network& first, const Network& second) {
  Network out = first;
  const std::uint64_t nodes = largest_id(first.nodes), segments = largest_id(first.segments);
  const int shift = static_cast<int>(first.nodes.size());
  for (auto n : second.nodes) {
    n.id += nodes;
    out.nodes.push_back(n);
  }
  for (auto s : second.segments) {
    s.id += segments;
    s.from += shift;
    s.to += shift;
    out.segments.push_back(s);
  }
  for (auto b : second.boundary) {
    b.node += shift;
    out.boundary.push_back(b);
  }
  return out;
}

Network subdivide(const Network& network, double longest_um) {
  Network out = network;
  out.segments.clear();
  std::uint64_t next_segment = largest_id(network.segments), next_node = largest_id(network.nodes);
  for (const auto& s : network.segments) {
    const int parts = std::max(1, static_cast<int>(std::ceil(s.length_um / longest_um)));
    const auto a = network.nodes[s.from], b = network.nodes[s.to];
    auto part = s;
    part.length_um = s.length_um / parts;
    for (int i = 1; i <= parts; ++i) {
      const double t = static_cast<double>(i) / parts;
      part.to = i == parts ? s.to : static_cast<int>(out.nodes.size());
      if (i < parts)
        out.nodes.push_back({++next_node, a.x_um + t * (b.x_um - a.x_um),
                             a.y_um + t * (b.y_um - a.y_um), a.z_um + t * (b.z_um - a.z_um)});
      if (i > 1) part.id = ++next_segment;
      out.segments.push_back(part);
      part.from = part.to;
    }
  }
  return out;
}

}  // namespace metastasim::geometry
