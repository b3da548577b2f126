#include "host/geometry/lymphatic_tree.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

#include "host/geometry/network_edit.hpp"
#include "host/geometry/waiting_points.hpp"
#include "kernels/core/error.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/core/random.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Network;

constexpr double longest_um = 100;
constexpr double balance = 0.3;  ///< weight of the way on; assumed (Cuntz 2010: 0.2 to 0.9)
constexpr double collector_face_um = 1000;  ///< square root of the face that one collector serves
constexpr double margin = 0.15;  ///< how much longer than asked a tree may be before it is cut back

FreeSpace space_of(const LymphaticTree& tree) {
  return {tree.block_um, tree.keep_out, tree.initial_diameter_um / 2};
}

Draws draws_of(const LymphaticTree& tree, std::uint64_t entity) {
  return {tree.seed, entity, 0, static_cast<std::uint16_t>(name_key("blind-ended tree"))};
}

/// Points that the tree is to reach, one in each cube of edge `cube_um`.
std::vector<Point> scattered(const LymphaticTree& tree, double cube_um) {
  const FreeSpace space = space_of(tree);
  const Draws offset = draws_of(tree, ~std::uint64_t{0});
  std::uint64_t cubes[3];
  for (int axis = 0; axis < 3; ++axis)
    cubes[axis] = static_cast<std::uint64_t>(std::ceil(tree.block_um[axis] / cube_um)) + 1;
  std::vector<Point> out;
  for (std::uint64_t i = 0; i < cubes[0]; ++i)
    for (std::uint64_t j = 0; j < cubes[1]; ++j)
      for (std::uint64_t k = 0; k < cubes[2]; ++k) {
        const Draws draws = draws_of(tree, (i << 42) | (j << 21) | k);
        const double cube[] = {double(i), double(j), double(k)};
        Point p;
        for (std::uint16_t axis = 0; axis < 3; ++axis)
          p[axis] = cube_um * (cube[axis] - offset.uniform(axis) + draws.uniform(axis));
        if (is_free(space, p, p)) out.push_back(p);
      }
  return out;
}

/// A point of the tree and where it drains.
struct Reached {
  Point at;
  int parent;     ///< -1: a port
  double way_um;  ///< to the port
  int tributaries = 0;
};

/// Joins the points to the tree, the cheapest first: each node of the tree bids for the nearest
/// point that waits, since the way on is the same for all of them.
class TreeGrowth {
 public:
  TreeGrowth(const LymphaticTree& tree, std::vector<Point> points)
      : space_(space_of(tree)), waiting_(std::move(points)) {
    plant(tree);
    for (int node = 0; node < static_cast<int>(tree_.size()); ++node) bid(node);
  }

  /// In the order in which they were reached: whatever is left out from behind leaves a tree.
  std::vector<Reached> run() {
    while (!bids_.empty()) {
      const Bid best = bids_.top();
      bids_.pop();
      if (is_full(best.node)) continue;
      if (waiting_.is_waiting(best.point)) join(best);
      bid(best.node);
    }
    return std::move(tree_);
  }

 private:
  /// Of equal costs the point of lower number goes first, to the older node.
  struct Bid {
    double cost;
    int point, node;
    bool operator>(const Bid& other) const {
      return std::tie(cost, point, node) > std::tie(other.cost, other.point, other.node);
    }
  };

  void plant(const LymphaticTree& tree) {
    const int ny =
        math::max(1, static_cast<int>(std::lround(tree.block_um[1] / collector_face_um)));
    const int nz =
        math::max(1, static_cast<int>(std::lround(tree.block_um[2] / collector_face_um)));
    for (int i = 0; i < ny; ++i)
      for (int j = 0; j < nz; ++j) {
        const Draws draws = draws_of(tree, (std::uint64_t{1} << 63) + i * nz + j);
        const Point port{0, (i + 0.4 + 0.2 * draws.uniform(0)) * tree.block_um[1] / ny,
                         (j + 0.4 + 0.2 * draws.uniform(1)) * tree.block_um[2] / nz};
        if (is_free(space_, port, port)) tree_.push_back({port, -1, 0});
      }
  }

  /// A port takes one collector, any other vessel two tributaries.
  bool is_full(int node) const {
    return tree_[node].tributaries >= (tree_[node].parent < 0 ? 1 : 2);
  }

  /// A bid only grows as points leave, so one that is out of date is too low, never too high.
  void bid(int node) {
    if (is_full(node)) return;
    const Point& at = tree_[node].at;
    const int point = waiting_.nearest(at, [&](int p) { return is_free(space_, waiting_[p], at); });
    if (point < 0) return;
    const double step = distance(waiting_[point], at);
    bids_.push({step + balance * tree_[node].way_um, point, node});
  }

  void join(const Bid& bid_won) {
    waiting_.leave(bid_won.point);
    Reached& parent = tree_[bid_won.node];
    ++parent.tributaries;
    const Point& at = waiting_[bid_won.point];
    tree_.push_back({at, bid_won.node, parent.way_um + distance(at, parent.at)});
    bid(static_cast<int>(tree_.size()) - 1);
  }

  FreeSpace space_;
  WaitingPoints waiting_;
  std::vector<Reached> tree_;
  std::priority_queue<Bid, std::vector<Bid>, std::greater<>> bids_;
};

double length_um(const std::vector<Reached>& tree, const Reached& node) {
  return node.parent < 0 ? 0 : distance(node.at, tree[node.parent].at);
}

double length_um(const std::vector<Reached>& tree) {
  double sum = 0;
  for (const Reached& node : tree) sum += length_um(tree, node);
  return sum;
}

/// Leaves out what was reached last and shortens the last vessel, until the length is as wanted.
void cut_back(std::vector<Reached>& tree, double wanted_um) {
  double excess = length_um(tree) - wanted_um;
  while (tree.back().parent >= 0 && excess >= length_um(tree, tree.back())) {
    excess -= length_um(tree, tree.back());
    tree.pop_back();
  }
  Reached& last = tree.back();
  if (last.parent < 0) return;
  const double rest = excess / length_um(tree, last);
  const Point& end = tree[last.parent].at;
  for (int axis = 0; axis < 3; ++axis) last.at[axis] += rest * (end[axis] - last.at[axis]);
}

/// How many blind ends drain through each vessel.
std::vector<int> blind_ends_above(const std::vector<Reached>& tree) {
  std::vector<int> ends(tree.size());
  for (std::size_t n = tree.size(); n-- > 0;) {
    if (ends[n] == 0) ends[n] = 1;
    if (tree[n].parent >= 0) ends[static_cast<std::size_t>(tree[n].parent)] += ends[n];
  }
  return ends;
}

Network network_of(const std::vector<Reached>& tree, const LymphaticTree& asked) {
  Network out;
  const std::vector<int> ends = blind_ends_above(tree);
  for (std::size_t n = 0; n < tree.size(); ++n) {
    const Reached& node = tree[n];
    out.nodes.push_back(
        {n + 1, node.at[0], node.at[1], node.at[2], node.parent < 0 ? Port::lymph : Port::none});
    if (node.parent < 0) continue;
    const double wide = asked.initial_diameter_um * math::exp(math::log(double(ends[n])) / 3);
    out.segments.push_back({out.segments.size() + 1, static_cast<int>(n), node.parent,
                            math::min(wide, asked.widest_um), length_um(tree, node),
                            VesselKind::lymphatic});
  }
  return subdivide(out, longest_um);
}

void require_sensible(const LymphaticTree& tree) {
  for (double width : tree.block_um)
    if (!(width > 0 && width < 32000))
      throw InputError("lymphatics in a block " + std::to_string(width) +
                       " um wide cannot be made: write a block of up to 32 mm");
  if (!(tree.length_density_mm_per_mm3 > 0 && tree.length_density_mm_per_mm3 < 1000))
    throw InputError("a length density of " + std::to_string(tree.length_density_mm_per_mm3) +
                     " mm/mm^3 cannot be made: lymphatics have 5 to 100");
  if (!(tree.initial_diameter_um > 0 && tree.initial_diameter_um <= tree.widest_um))
    throw InputError("initial lymphatics " + std::to_string(tree.initial_diameter_um) +
                     " um wide cannot be made: write 10 to 60 um");
}

}  // namespace

Network generate_lymphatic_tree(const LymphaticTree& tree) {
  require_sensible(tree);
  const double wanted_um = tree.length_density_mm_per_mm3 * volume_mm3(space_of(tree)) * 1e3;
  double cube_um = std::sqrt(0.7e6 / tree.length_density_mm_per_mm3);
  for (int round = 0; round < 24; ++round) {
    std::vector<Reached> made = TreeGrowth(tree, scattered(tree, cube_um)).run();
    const double got_um = length_um(made);
    if (got_um >= wanted_um && got_um <= (1 + margin) * wanted_um) {
      cut_back(made, wanted_um);
      Network out = network_of(made, tree);
      out.title = "blind-ended tree, seed " + std::to_string(tree.seed);
      return out;
    }
    const double aim_um = (1 + margin / 2) * wanted_um;
    cube_um *= math::clamp(std::sqrt(got_um / aim_um), 0.5, 2.0);
  }
  throw InputError(
      fmt::format("no lymphatics of {:g} mm/mm^3 fit the block\n"
                  "Make the block or the density larger; near the limit another seed may do.",
                  tree.length_density_mm_per_mm3));
}

}  // namespace metastasim::geometry
