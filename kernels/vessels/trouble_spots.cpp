#include "kernels/vessels/trouble_spots.hpp"

#include <cmath>

#include "kernels/core/math.hpp"

namespace metastasim::vessels {

namespace {

/// So many times the root mean square of all distances is trouble.
constexpr double in_trouble = 4;
/// Steps from node to node that a spot reaches out, unless all would be more than this part of the
/// nodes.
constexpr int most_steps = 5;
constexpr double most_of_whole = 0.1;

double root_mean_square(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += math::square(v);
  return math::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

TroubleSpots::TroubleSpots(const Network& network, const Chains& chains,
                           const std::vector<Boundary>& boundary)
    : whole_(network), chains_(chains), is_held_(network.nodes.size()) {
  for (std::size_t n = 0; n < boundary.size(); ++n) is_held_[n] = boundary[n] != Boundary::none;
}

std::vector<int> TroubleSpots::look(const std::vector<double>& distance, double enough) {
  if (at_.first.empty()) at_ = adjacency(chains_, whole_.nodes.size());
  steps_.assign(whole_.nodes.size(), -1);
  number_.assign(whole_.nodes.size(), -1);
  is_gathered_.assign(chains_.from.size(), 0);
  reached_.clear();
  next_ = 0;
  reach_out(distance, math::max(in_trouble * root_mean_square(distance), enough));
  std::vector<int> found;
  for (int c = 0; c < chains_.count(); ++c)
    if (is_inside(chains_.from[c]) || is_inside(chains_.to[c])) found.push_back(c);
  return found;
}

void TroubleSpots::reach_out(const std::vector<double>& distance, double enough) {
  for (int c = 0; c < chains_.count(); ++c)
    if (distance[c] > enough) {
      enter(chains_.from[c], 0);
      enter(chains_.to[c], 0);
    }
  const auto most = static_cast<std::size_t>(most_of_whole * static_cast<double>(chains_.count()));
  for (std::size_t i = 0; i < reached_.size() && reached_.size() < most; ++i) {
    const int node = reached_[i];
    if (steps_[node] == most_steps || is_held_[node]) continue;
    for (const int c : at_.at(node)) {
      enter(chains_.from[c], steps_[node] + 1);
      enter(chains_.to[c], steps_[node] + 1);
    }
  }
}

void TroubleSpots::enter(int node, int steps) {
  if (steps_[node] >= 0) return;
  steps_[node] = steps;
  reached_.push_back(node);
}

bool TroubleSpots::next(const Pressures& now, const std::vector<double>& haematocrit) {
  const auto is_done = [&](int node) { return !is_inside(node) || number_[node] >= 0; };
  while (next_ < reached_.size() && is_done(reached_[next_])) ++next_;
  if (next_ == reached_.size()) return false;
  cut_out_ = {};
  nodes_.clear();
  spot_chains_.clear();
  gather(reached_[next_]);
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (const int c : at_.at(nodes_[i])) {
      if (!is_gathered_[c]) spot_chains_.push_back(c);
      is_gathered_[c] = 1;
      gather(chains_.from[c]);
      gather(chains_.to[c]);
    }
  cut_out(now, haematocrit);
  return true;
}

void TroubleSpots::gather(int node) {
  if (!is_inside(node) || number_[node] >= 0) return;
  number_[node] = add_node();
  nodes_.push_back(node);
}

int TroubleSpots::add_node() {
  const auto number = static_cast<int>(cut_out_.nodes.size());
  cut_out_.nodes.push_back({static_cast<std::uint64_t>(number)});
  return number;
}

/// Segments bear the numbers of their chains.
void TroubleSpots::cut_out(const Pressures& now, const std::vector<double>& haematocrit) {
  for (const int c : spot_chains_) {
    int from = end(chains_.from[c], now.node_mmhg[chains_.from[c]], haematocrit[c]);
    const int last = end(chains_.to[c], now.node_mmhg[chains_.to[c]], haematocrit[c]);
    for (const Link& link : chains_.of(c)) {
      const NetworkSegment& s = whole_.segments[link.segment];
      const bool is_last = link.segment == chains_.of(c).back().segment;
      const int to = is_last ? last : add_node();
      cut_out_.segments.push_back(
          {static_cast<std::uint64_t>(c), from, to, s.diameter_um, s.length_um});
      cut_out_.segments.back().plugs = s.plugs;
      from = to;
    }
  }
}

/// Each chain that leads out of the spot ends at a node of its own.
int TroubleSpots::end(int node, double pressure_mmhg, double haematocrit) {
  if (is_inside(node)) return number_[node];
  const int added = add_node();
  cut_out_.boundary.push_back({added, Boundary::pressure, pressure_mmhg, haematocrit, not_given});
  return added;
}

int TroubleSpots::chain(const Chains& of_spot, int i) const {
  return static_cast<int>(cut_out_.segments[of_spot.of(i).front().segment].id);
}

}  // namespace metastasim::vessels
