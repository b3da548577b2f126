#pragma once
#include <span>

#include "kernels/vessels/network.hpp"

/// Which vessels can carry blood at all, and how they hang together.
namespace metastasim::vessels {

/// Segments (or chains) at each node, ascending: segment[first[n]] .. segment[first[n + 1] - 1].
struct Adjacency {
  std::vector<int> first, segment;
  std::span<const int> at(int node) const {
    const auto n = static_cast<std::size_t>(node);
    return {segment.data() + first[n], static_cast<std::size_t>(first[n + 1] - first[n])};
  }
};
Adjacency adjacency(const Network& network);

/// Boundary kind of each node; an imposed flow of zero counts as none.
std::vector<Boundary> active_boundary(const Network& network);

/// True for each segment that lies on a path between two boundary nodes; exact, by blocks of the
/// graph (Hopcroft and Tarjan 1973) in which all boundary nodes are joined outside the network.
std::vector<char> carries_blood(const Network& network, const Adjacency& at,
                                const std::vector<Boundary>& boundary);

/// A segment as part of a chain; sign +1 where it runs along the chain, -1 against it.
struct Link {
  int segment, sign;
};

/// The unbranched vessels: chains of carrying segments between junctions (nodes where carrying
/// vessels branch, or boundary nodes). Links of chain c: links[first[c]] .. links[first[c + 1] -
/// 1].
struct Chains {
  std::vector<int> from, to;  ///< nodes
  std::vector<int> first;
  std::vector<Link> links;
  int count() const { return static_cast<int>(from.size()); }
  std::span<const Link> of(int chain) const {
    const auto c = static_cast<std::size_t>(chain);
    return {links.data() + first[c], static_cast<std::size_t>(first[c + 1] - first[c])};
  }
};
Chains chains(const Network& network, const Adjacency& at, const std::vector<Boundary>& boundary,
              const std::vector<char>& carrying);

/// Chains at each node, ascending; one that ends where it begins stands there twice.
Adjacency adjacency(const Chains& chains, std::size_t nodes);

/// Number of the connected component of each node, by first appearance; over segments with
/// `included` set, or all where it is empty.
std::vector<int> components(const Network& network, const std::vector<char>& included = {});

}  // namespace metastasim::vessels
