#pragma once
#include "kernels/vessels/network.hpp"

/// Networks made from networks. Numbers (ids) stay where a node or segment stays.
namespace metastasim::geometry {

/// Only the segments with `keep` set, and the nodes and boundary conditions that they need.
vessels::Network selected(const vessels::Network& network, const std::vector<char>& keep);

/// Without segments that cannot carry blood between two boundary nodes.
vessels::Network without_dead_ends(const vessels::Network& network);

/// The connected component with most segments.
vessels::Network largest_component(const vessels::Network& network);

/// Without segments of no length: the two nodes of each become one, the first of them in the list.
vessels::Network merged_where_no_length(const vessels::Network& network);

/// Both side by side: what belongs to the second gets numbers after the largest of the first.
vessels::Network side_by_side(const vessels::Network& first, const vessels::Network& second);

/// Cuts segments longer than `longest_um` into equal parts; new nodes and segments get numbers after
/// the largest.
vessels::Network subdivide(const vessels::Network& network, double longest_um);

}  // namespace metastasim::geometry
