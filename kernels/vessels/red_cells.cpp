#include "kernels/vessels/red_cells.hpp"

#include <algorithm>
#include <cmath>

namespace metastasim::vessels {

RedCells::RedCells(const Network& network, const Chains& chains, PhaseSeparation law,
                   double inlet_haematocrit)
    : network_(network),
      chains_(chains),
      law_(law),
      inlet_(network.nodes.size(), inlet_haematocrit),
      at_(adjacency(chains, network.nodes.size())) {
  for (const BoundaryCondition& b : network.boundary)
    if (!std::isnan(b.haematocrit)) inlet_[b.node] = b.haematocrit;
}

/// Nodes so that each stands after all that feed it (Kahn 1962). Flows at the level of rounding may
/// close a circle; the node of lowest number then goes first.
std::vector<int> RedCells::downstream_order(const std::vector<double>& flow, double still) const {
  std::vector<int> waits(network_.nodes.size()), order;
  const auto end_of = [&](int c) { return flow[c] > 0 ? chains_.to[c] : chains_.from[c]; };
  for (int c = 0; c < chains_.count(); ++c)
    if (std::abs(flow[c]) > still) ++waits[end_of(c)];
  std::vector<char> placed(waits.size());
  const auto place = [&](int node) {
    placed[node] = 1;
    order.push_back(node);
  };
  std::size_t done = 0;
  for (int lowest = 0; lowest < static_cast<int>(waits.size()); ++lowest)
    if (waits[lowest] == 0 && !at_.at(lowest).empty()) place(lowest);
  for (int lowest = 0;; ++done) {
    if (done == order.size()) {
      while (lowest < static_cast<int>(waits.size()) && (placed[lowest] || at_.at(lowest).empty()))
        ++lowest;
      if (lowest == static_cast<int>(waits.size())) return order;
      place(lowest);
    }
    const int node = order[done];
    for (const int c : at_.at(node)) {
      if (std::abs(flow[c]) <= still || end_of(c) == node) continue;
      if (--waits[end_of(c)] == 0 && !placed[end_of(c)]) place(end_of(c));
    }
  }
}

std::vector<double> RedCells::follow(const std::vector<double>& flow, double still,
                                     const std::vector<double>& before) const {
  std::vector<double> hd = before;
  for (int node : downstream_order(flow, still)) pass(node, flow, still, hd);
  return hd;
}

void RedCells::Mixture::add(double blood, double haematocrit, double diameter_um) {
  flow += blood;
  cells += blood * haematocrit;
  widest_um = math::max(widest_um, diameter_um);
}

double RedCells::diameter_at(int chain, int node) const {
  const auto links = chains_.of(chain);
  const int segment = chains_.from[chain] == node ? links.front().segment : links.back().segment;
  return network_.segments[segment].diameter_um;
}

void RedCells::pass(int node, const std::vector<double>& flow, double still,
                    std::vector<double>& hd) const {
  Mixture in;
  std::vector<Stream> out;
  double leaving = 0, widest_out = 0;
  for (const int c : at_.at(node)) {
    const double away = chains_.from[c] == node ? flow[c] : -flow[c];
    if (std::abs(away) <= still) continue;
    const double diameter = diameter_at(c, node);
    if (away < 0) {
      in.add(-away, hd[c], diameter);
      continue;
    }
    out.push_back({c, away, diameter});
    leaving += away;
    widest_out = math::max(widest_out, diameter);
  }
  if (out.empty()) return;
  const double from_outside = leaving - in.flow;
  if (from_outside > still) in.add(from_outside, inlet_[node], 0);
  if (in.widest_um == 0) in.widest_um = widest_out;  // an inlet that branches at once
  separate(in, std::move(out), hd);
}

void RedCells::separate(const Mixture& parent, std::vector<Stream> out,
                        std::vector<double>& hd) const {
  std::stable_sort(out.begin(), out.end(),
                   [](const Stream& a, const Stream& b) { return a.flow > b.flow; });
  double leaving = 0;
  for (const Stream& s : out) leaving += s.flow;
  double flow = leaving, cells = parent.cells / parent.flow * leaving;
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    double rest_um = 0;
    for (std::size_t j = i + 1; j < out.size(); ++j)
      rest_um = math::max(rest_um, out[j].diameter_um);
    const Fork fork{out[i].diameter_um, rest_um, parent.widest_um, cells / flow};
    const double share = red_cell_share(law_, out[i].flow / flow, fork);
    const double rest = flow - out[i].flow;
    const double taken = math::clamp(share * cells, math::max(cells - rest, 0.0), out[i].flow);
    hd[out[i].chain] = taken / out[i].flow;
    flow = rest;
    cells -= taken;
  }
  hd[out.back().chain] = math::clamp(cells / out.back().flow, 0.0, 1.0);
}

}  // namespace metastasim::vessels
