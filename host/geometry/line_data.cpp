#include "host/geometry/line_data.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "kernels/core/error.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Network;
using vessels::not_given;

using Arrays = std::map<std::string, std::vector<double>>;

/// Twice the radius, or the diameter, from whichever array is there; empty where none is.
std::vector<double> diameters_in(const Arrays& arrays, double unit_um) {
  struct Known {
    const char* name;
    double times;
  };
  for (const Known& known : {Known{"Radius", 2}, Known{"radius", 2}, Known{"R", 2},
                             Known{"Vessel Radius", 2}, Known{"Node Radius", 2},
                             Known{"Diameter", 1}, Known{"diameter", 1}, Known{"diameter_um", 1}}) {
    const auto found = arrays.find(known.name);
    if (found == arrays.end()) continue;
    std::vector<double> out = found->second;
    for (double& value : out) value *= known.times * unit_um;
    return out;
  }
  return {};
}

double value_or(const Arrays& arrays, const char* name, std::size_t at, double otherwise) {
  const auto found = arrays.find(name);
  return found == arrays.end() ? otherwise : found->second[at];
}

/// A whole number as a name; 0 where it is none.
std::uint64_t name_in(double number) {
  constexpr double most = 9007199254740992;  // beyond, doubles leave out whole numbers
  return number >= 0 && number <= most ? static_cast<std::uint64_t>(number) : 0;
}

/// A place in a list of names; `usual` where it is no number.
template <class E>
E choice_in(double number, E usual, E last) {
  if (std::isnan(number)) return usual;
  return static_cast<E>(std::clamp(number, 0.0, static_cast<double>(last)));
}

/// Numbered anew where two have one name, as the pieces of a polyline do: no table could hold them.
template <class Rows>
void tell_apart(Rows& rows) {
  std::unordered_set<std::uint64_t> names;
  for (const auto& row : rows) names.insert(row.id);
  if (names.size() == rows.size()) return;
  std::uint64_t last = 0;
  for (auto& row : rows) row.id = ++last;
}

class LineReader {
 public:
  LineReader(const LineData& data, double unit_um, const std::string& who)
      : data_(data),
        unit_um_(unit_um),
        who_(who),
        of_points_(diameters_in(data.at_points, unit_um)),
        of_lines_(diameters_in(data.at_lines, unit_um)) {
    if (of_points_.empty() && of_lines_.empty())
      throw InputError(who +
                       ": no array gives the vessels' width: name one Radius or Diameter, at "
                       "points or lines");
  }

  Network read() {
    out_.title = who_;
    for (std::size_t p = 0; p < data_.points.size(); ++p) node_.push_back(add_point(p));
    for (std::size_t line = 0; line < data_.lines.size(); ++line)
      for (std::size_t i = 0; i + 1 < data_.lines[line].size(); ++i)
        add_segment(line, data_.lines[line][i], data_.lines[line][i + 1]);
    tell_apart(out_.nodes);
    tell_apart(out_.segments);
    return std::move(out_);
  }

 private:
  int add_point(std::size_t p) {
    const auto& [x, y, z] = data_.points[p];
    if (!std::isfinite(x) || !std::isfinite(y) || !std::isfinite(z))
      throw InputError(who_ + ": point " + std::to_string(p) +
                       " has a coordinate that is not finite: write numbers");
    const auto [found, is_new] =
        places_.emplace(data_.points[p], static_cast<int>(out_.nodes.size()));
    if (!is_new) return found->second;
    const auto number = [&](const char* name, double otherwise) {
      return value_or(data_.at_points, name, p, otherwise);
    };
    out_.nodes.push_back({name_in(number("node", found->second + 1)), x * unit_um_, y * unit_um_,
                          z * unit_um_, choice_in(number("port", 0), Port::none, Port::lateral)});
    if (const double kind = number("boundary", 0); kind == 1 || kind == 2)
      out_.boundary.push_back({found->second, static_cast<vessels::Boundary>(kind),
                               number("boundary_value", 0), number("haematocrit", not_given),
                               number("pO2_mmHg", not_given)});
    return found->second;
  }

  void add_segment(std::size_t line, int a, int b) {
    vessels::NetworkSegment s;
    s.id = name_in(value_or(data_.at_lines, "segment", line, out_.segments.size() + 1.0));
    s.from = node_[a];
    s.to = node_[b];
    s.diameter_um = of_lines_.empty() ? 0.5 * (of_points_[a] + of_points_[b]) : of_lines_[line];
    s.length_um = distance_um(out_.nodes[s.from], out_.nodes[s.to]);
    const auto lengths = data_.at_lines.find("length_um");
    if (lengths != data_.at_lines.end() && data_.lines[line].size() == 2)  // else of all its pieces
      s.length_um = unit_um_ * lengths->second[line];
    s.kind = choice_in(value_or(data_.at_lines, "kind", line, 1), VesselKind::capillary,
                       VesselKind::lymphatic);
    out_.segments.push_back(s);
  }

  const LineData& data_;
  double unit_um_;
  std::string who_;
  std::vector<double> of_points_, of_lines_;
  std::map<std::array<double, 3>, int> places_;
  std::vector<int> node_;  ///< of each point
  Network out_;
};

}  // namespace

Network network_of(const LineData& data, double unit_um, const std::string& who) {
  return LineReader(data, unit_um, who).read();
}

LineData line_data_of(const Network& network) {
  LineData out;
  Arrays &points = out.at_points, &lines = out.at_lines;
  for (const auto& n : network.nodes) {
    out.points.push_back({n.x_um, n.y_um, n.z_um});
    points["node"].push_back(static_cast<double>(n.id));
    points["port"].push_back(static_cast<double>(n.port));
  }
  for (const char* name : {"boundary", "boundary_value"}) points[name].resize(out.points.size());
  for (const char* name : {"haematocrit", "pO2_mmHg"})
    points[name].resize(out.points.size(), not_given);
  for (const auto& b : network.boundary) {
    points["boundary"][b.node] = static_cast<double>(b.kind);
    points["boundary_value"][b.node] = b.value;
    points["haematocrit"][b.node] = b.haematocrit;
    points["pO2_mmHg"][b.node] = b.po2_mmhg;
  }
  for (const auto& s : network.segments) {
    out.lines.push_back({s.from, s.to});
    lines["segment"].push_back(static_cast<double>(s.id));
    lines["diameter_um"].push_back(s.diameter_um);
    lines["length_um"].push_back(s.length_um);
    lines["kind"].push_back(static_cast<double>(s.kind));
  }
  return out;
}

}  // namespace metastasim::geometry
