#include "kernels/vessels/topology.hpp"

#include <algorithm>

namespace metastasim::vessels {

namespace {

int other_end(const NetworkSegment& s, int node) { return s.from == node ? s.to : s.from; }

/// Depth-first search that cuts the graph into blocks. Its root is the outside, joined to every
/// boundary node by an edge of its own; a block that contains the outside and more than one edge
/// holds a cycle through the outside for each of its edges.
class BlockSearch {
 public:
  BlockSearch(const Network& network, const Adjacency& at, const std::vector<Boundary>& boundary)
      : network_(network),
        at_(at),
        seen_(network.nodes.size()),
        low_(network.nodes.size()),
        touches_outside_(network.nodes.size()),
        carrying_(network.segments.size()) {
    for (std::size_t n = 0; n < boundary.size(); ++n)
      touches_outside_[n] = boundary[n] != Boundary::none;
  }

  std::vector<char> run() {
    for (int n = 0; n < static_cast<int>(network_.nodes.size()); ++n)
      if (touches_outside_[n] && seen_[n] == 0) search_from(n);
    return std::move(carrying_);
  }

 private:
  static constexpr int to_outside = -1;
  struct Visit {
    int node, by_segment;  ///< the edge through which it was entered
    std::size_t next = 0;
    std::size_t edges_below = 0;  ///< height of the edge stack before it was entered
  };

  void search_from(int start) {
    edges_.clear();
    enter({start, to_outside});
    while (!path_.empty()) {
      Visit& here = path_.back();
      const auto edges = at_.at(here.node);
      if (here.next < edges.size())
        follow(here, edges[here.next++]);
      else
        leave();
    }
  }

  void enter(Visit visit) {
    const int n = visit.node;
    seen_[n] = low_[n] = ++clock_;
    visit.edges_below = edges_.size();
    edges_.push_back(visit.by_segment);
    if (touches_outside_[n] && visit.by_segment != to_outside) {
      edges_.push_back(to_outside);  // a way back to the root, whose time is 0
      low_[n] = 0;
    }
    path_.push_back(visit);
  }

  void follow(const Visit here, int segment) {
    const int next = other_end(network_.segments[segment], here.node);
    if (segment == here.by_segment || next == here.node) return;
    if (seen_[next] == 0) return enter({next, segment});
    if (seen_[next] > seen_[here.node]) return;  // noted from the other side
    edges_.push_back(segment);
    low_[here.node] = std::min(low_[here.node], seen_[next]);
  }

  void leave() {
    const Visit done = path_.back();
    path_.pop_back();
    const bool at_root = path_.empty();
    const int above = at_root ? 0 : path_.back().node;
    const int time_above = at_root ? 0 : seen_[above];
    if (low_[done.node] >= time_above || at_root) return close_block(done, at_root);
    low_[above] = std::min(low_[above], low_[done.node]);
  }

  void close_block(const Visit& top, bool holds_outside) {
    const bool has_cycle = edges_.size() - top.edges_below > 1;
    for (std::size_t e = top.edges_below; e < edges_.size(); ++e)
      if (edges_[e] != to_outside) carrying_[edges_[e]] = holds_outside && has_cycle;
    edges_.resize(top.edges_below);
  }

  const Network& network_;
  const Adjacency& at_;
  std::vector<int> seen_, low_;  ///< time of the first visit, earliest time reachable; 0 outside
  std::vector<char> touches_outside_, carrying_;
  std::vector<Visit> path_;
  std::vector<int> edges_;
  int clock_ = 0;
};

Adjacency by_ends(const std::vector<int>& from, const std::vector<int>& to, std::size_t nodes) {
  Adjacency out;
  out.first.assign(nodes + 1, 0);
  for (const auto* ends : {&from, &to})
    for (const int node : *ends) ++out.first[node + 1];
  for (std::size_t n = 0; n < nodes; ++n) out.first[n + 1] += out.first[n];
  out.segment.resize(2 * from.size());
  std::vector<int> next(out.first.begin(), out.first.end());
  for (std::size_t i = 0; i < from.size(); ++i)
    for (const int end : {from[i], to[i]}) out.segment[next[end]++] = static_cast<int>(i);
  return out;
}

}  // namespace

Adjacency adjacency(const Network& network) {
  std::vector<int> from, to;
  for (const NetworkSegment& s : network.segments) {
    from.push_back(s.from);
    to.push_back(s.to);
  }
  return by_ends(from, to, network.nodes.size());
}

Adjacency adjacency(const Chains& chains, std::size_t nodes) {
  return by_ends(chains.from, chains.to, nodes);
}

std::vector<Boundary> active_boundary(const Network& network) {
  std::vector<Boundary> kind(network.nodes.size(), Boundary::none);
  for (const BoundaryCondition& b : network.boundary)
    if (b.kind == Boundary::pressure || b.value != 0) kind[b.node] = b.kind;
  return kind;
}

std::vector<char> carries_blood(const Network& network, const Adjacency& at,
                                const std::vector<Boundary>& boundary) {
  return BlockSearch(network, at, boundary).run();
}

namespace {

/// Walks unbranched vessels from junction to junction.
class ChainWalk {
 public:
  ChainWalk(const Network& network, const Adjacency& at, const std::vector<Boundary>& boundary,
            const std::vector<char>& carrying)
      : network_(network), at_(at), carrying_(carrying), walked_(network.segments.size()) {
    for (int n = 0; n < static_cast<int>(network.nodes.size()); ++n) {
      const auto edges = at.at(n);
      const auto degree =
          std::count_if(edges.begin(), edges.end(), [&](int s) { return carrying[s]; });
      junction_.push_back(degree > 0 && (degree != 2 || boundary[n] != Boundary::none));
    }
    out_.first.push_back(0);
  }

  Chains run() {
    for (int n = 0; n < static_cast<int>(junction_.size()); ++n)
      if (junction_[n])
        for (int s : at_.at(n))
          if (open(s)) walk(n, s);
    return std::move(out_);
  }

 private:
  bool open(int segment) const { return carrying_[segment] && !walked_[segment]; }

  void walk(int node, int segment) {
    out_.from.push_back(node);
    while (segment >= 0) {
      const NetworkSegment& s = network_.segments[segment];
      walked_[segment] = 1;
      out_.links.push_back({segment, s.from == node ? 1 : -1});
      node = other_end(s, node);
      segment = -1;
      if (junction_[node]) break;
      for (int next : at_.at(node))
        if (open(next)) segment = next;
    }
    out_.to.push_back(node);
    out_.first.push_back(static_cast<int>(out_.links.size()));
  }

  const Network& network_;
  const Adjacency& at_;
  const std::vector<char>& carrying_;
  std::vector<char> junction_, walked_;
  Chains out_;
};

}  // namespace

Chains chains(const Network& network, const Adjacency& at, const std::vector<Boundary>& boundary,
              const std::vector<char>& carrying) {
  return ChainWalk(network, at, boundary, carrying).run();
}

std::vector<int> components(const Network& network, const std::vector<char>& included) {
  std::vector<int> root(network.nodes.size());
  for (std::size_t n = 0; n < root.size(); ++n) root[n] = static_cast<int>(n);
  const auto find = [&](int n) {
    while (root[n] != n) n = root[n] = root[root[n]];
    return n;
  };
  for (std::size_t i = 0; i < network.segments.size(); ++i) {
    if (!included.empty() && !included[i]) continue;
    const int a = find(network.segments[i].from), b = find(network.segments[i].to);
    root[std::max(a, b)] = std::min(a, b);  // the root is the lowest node
  }
  std::vector<int> number(root.size());
  int count = 0;
  for (std::size_t n = 0; n < root.size(); ++n) {
    const int r = find(static_cast<int>(n));
    number[n] = r == static_cast<int>(n) ? count++ : number[r];
  }
  return number;
}

}  // namespace metastasim::vessels
