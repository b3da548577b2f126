#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "host/geometry/crop.hpp"
#include "host/geometry/network_report.hpp"
#include "host/geometry/still_blood.hpp"
#include "kernels/core/error.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Network;
using vessels::NetworkSegment;

/// Capillaries measure 3 um and more, and no vessel is shorter than a cell.
constexpr double narrowest_vessel_um = 0.5, shortest_network_um = 1;

/// Numbers of the things found: all of them, or the first few.
class Found {
 public:
  void add(std::uint64_t id) {
    if (++count_ <= 5) ids_.push_back(id);
  }
  void report(std::vector<Finding>& to, bool error, const char* problem, const char* cure) const {
    if (count_ == 0) return;
    to.push_back({error,
                  fmt::format("{} {} ({}{})", count_, problem, fmt::join(ids_, ", "),
                              count_ > ids_.size() ? ", ..." : ""),
                  cure});
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::uint64_t> ids_;
};

void check_segments(const Network& n, std::vector<Finding>& out) {
  Found wide, zero, loop, same, stubby, shorter;
  std::map<std::pair<int, int>, int> ends;
  for (const NetworkSegment& s : n.segments) {
    const double straight = distance_um(n.nodes[s.from], n.nodes[s.to]);
    if (!(s.diameter_um > 0) || !std::isfinite(s.diameter_um)) wide.add(s.id);
    if (!(s.length_um > 0) || !std::isfinite(s.length_um)) zero.add(s.id);
    if (s.from == s.to) loop.add(s.id);
    if (ends[std::minmax(s.from, s.to)]++ > 0 && s.from != s.to) same.add(s.id);
    if (s.length_um > 0 && s.length_um < 0.5 * s.diameter_um) stubby.add(s.id);
    if (s.length_um < 0.999 * straight) shorter.add(s.id);
  }
  wide.report(out, true, "segments have no positive diameter", "write their diameters in um");
  zero.report(out, true, "segments have no length",
              "merge their two nodes:  metastasim network convert IN OUT.csv --merge-zero-length");
  loop.report(out, false, "segments lead from a node to itself", "drop them: no blood flows there");
  same.report(out, false, "segments join two nodes that another joins too",
              "drop them if they are copies; true parallel vessels are taken as such");
  stubby.report(out, false, "segments are shorter than half their diameter",
                "merge their nodes if a skeleton program made them");
  shorter.report(out, false, "segments are shorter than the distance of their nodes",
                 "check the units of lengths and coordinates");
}

void check_nodes(const Network& n, std::vector<Finding>& out) {
  Found coincide, unused, crowded, open;
  std::map<std::array<double, 3>, int> places;
  const vessels::Adjacency at = adjacency(n);
  std::vector<char> has_condition(n.nodes.size());
  for (const auto& b : n.boundary) has_condition[b.node] = 1;
  const bool placed = std::any_of(n.nodes.begin(), n.nodes.end(), [](auto& p) {
    return p.x_um != 0 || p.y_um != 0 || p.z_um != 0;
  });
  for (std::size_t i = 0; i < n.nodes.size(); ++i) {
    const auto& p = n.nodes[i];
    const std::size_t degree = at.at(static_cast<int>(i)).size();
    if (placed && places[{p.x_um, p.y_um, p.z_um}]++ > 0) coincide.add(p.id);
    if (degree == 0) unused.add(p.id);
    if (degree > 3) crowded.add(p.id);
    if (degree == 1 && !has_condition[i]) open.add(p.id);
  }
  coincide.report(out, false, "nodes stand where another stands",
                  "make them one node if their vessels are connected");
  unused.report(out, false, "nodes have no vessel", "drop them");
  crowded.report(out, false, "nodes join more than three vessels",
                 "red cells are parted there by bifurcations in a row; look whether they are real");
  open.report(out, false, "ends have neither pressure nor flow and are taken as blind",
              "give boundary conditions where blood enters or leaves");
}

void check_flow(const Network& n, const std::filesystem::path& file, std::vector<Finding>& out) {
  if (const auto still = why_no_blood_flows(n, file)) {
    out.push_back({true, "no blood flows: " + still->why, still->cure});
    return;
  }
  const auto carrying = carries_blood(n, adjacency(n), active_boundary(n));
  Found idle;
  for (std::size_t s = 0; s < carrying.size(); ++s)
    if (!carrying[s]) idle.add(n.segments[s].id);
  idle.report(out, false,
              "segments can carry no blood: they do not lie between two boundary nodes with a "
              "pressure or a flow other than 0",
              "drop them, or give the missing boundary conditions");
}

void check_size(const Network& n, std::vector<Finding>& out) {
  const bool narrow = std::all_of(n.segments.begin(), n.segments.end(),
                                  [](auto& s) { return s.diameter_um < narrowest_vessel_um; });
  const char* cure = "for a .vtp file say so:  --unit mm   or   --unit m;  others are in um";
  if (narrow)
    out.push_back(
        {true,
         fmt::format("every vessel is narrower than {} um, and no cell could pass: is the "
                     "file in mm or m?",
                     narrowest_vessel_um),
         cure});
  else if (total_length_um(n) < shortest_network_um)
    out.push_back({true,
                   fmt::format("all vessels together are shorter than {} um: is the file in mm or "
                               "m?",
                               shortest_network_um),
                   cure});
}

/// A block begins at 0; how far it reaches, and so whether enough of the network lies in it, only a
/// scenario knows.
void check_place(const Network& n, std::vector<Finding>& out) {
  constexpr double far_um = 1e12;
  if (!reaches(n, {far_um, far_um, far_um}))
    out.push_back(
        {false,
         "no vessel lies at 0 um or above along all three axes, where a scenario's block "
         "is: `check` and `run` would refuse it",
         "for a scenario, add to the coordinates what they lack:  metastasim network info"});
}

void check_widths(const Network& n, std::vector<Finding>& out) {
  const bool one_width = std::all_of(n.segments.begin(), n.segments.end(), [&](auto& s) {
    return s.diameter_um == n.segments[0].diameter_um;
  });
  if (n.segments.size() > 10 && one_width)
    out.push_back(
        {false, fmt::format("every diameter is {} um: a placeholder?", n.segments[0].diameter_um),
         "measure diameters; flow goes with their fourth power"});
}

}  // namespace

namespace {

/// What else a flow solve would refuse, in its own words.
void check_solvable(const Network& n, std::vector<Finding>& out) {
  if (std::any_of(out.begin(), out.end(), [](const Finding& f) { return f.error; })) return;
  try {
    vessels::require_solvable(n);
  } catch (const InputError& error) {
    const std::string what = error.what();
    const auto cure = what.rfind(": ");
    out.push_back({true, what.substr(0, cure), cure == what.npos ? "" : what.substr(cure + 2)});
  }
}

}  // namespace

std::vector<Finding> check_network(const Network& network, const std::filesystem::path& file) {
  std::vector<Finding> out;
  check_segments(network, out);
  check_solvable(network, out);
  check_nodes(network, out);
  check_flow(network, file, out);
  check_size(network, out);
  check_place(network, out);
  check_widths(network, out);
  std::stable_partition(out.begin(), out.end(), [](const Finding& f) { return f.error; });
  return out;
}

std::vector<Finding> check_unit(const Network& network) {
  std::vector<Finding> out;
  check_size(network, out);
  return out;
}

std::string to_text(const std::vector<Finding>& findings, const std::string& name) {
  const auto errors =
      std::count_if(findings.begin(), findings.end(), [](const Finding& f) { return f.error; });
  std::string out =
      fmt::format("{}: {} errors, {} notes\n", name, errors, findings.size() - errors);
  for (const Finding& f : findings)
    out += fmt::format("\n{}  {}\n       {}\n", f.error ? "error" : "note ", f.problem, f.cure);
  return out;
}

}  // namespace metastasim::geometry
