#include "host/config/route.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>

#include "host/config/units.hpp"

namespace metastasim::config {

namespace {

constexpr double everything = std::numeric_limits<double>::quiet_NaN();

std::string trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(' ');
  if (first == s.npos) return {};
  return std::string(s.substr(first, s.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> split(std::string_view text, std::string_view at) {
  std::vector<std::string> parts;
  for (std::size_t end; (end = text.find(at)) != text.npos; text.remove_prefix(end + at.size()))
    parts.push_back(trimmed(text.substr(0, end)));
  parts.push_back(trimmed(text));
  return parts;
}

/// A place and the share of the blood that goes there.
struct Stop {
  std::string place;
  double share = everything;
  bool valid = true;
};

Stop stop_of(const std::string& text) {
  const auto digit = text.find_first_of("0123456789");
  if (!text.ends_with('%') || digit == 0 || digit == text.npos) return {text};
  const Quantity share = parse_quantity(text.substr(digit), "1");
  return {trimmed(text.substr(0, digit)), share.value,
          share.ok() && share.value > 0 && share.value <= 1};
}

RouteLine refused(std::string problem, std::string why, std::string write) {
  return {{}, std::move(problem), std::move(why), std::move(write)};
}

RouteLine check(std::string_view line, const std::vector<Stop>& stops) {
  for (const Stop& stop : stops) {
    if (!stop.valid)
      return refused(fmt::format("the share of \"{}\" is not between 0 and 100 %", stop.place),
                     "Shares are parts of the cardiac output.", "left heart -> brain 3.3 %");
    if (stop.place.empty() || stop.place.size() > 64)
      return refused("an arrow without a name at one of its ends",
                     fmt::format("\"{}\" must name where blood comes from and where it goes.",
                                 line.substr(0, 200)),
                     "\"breast -> veins -> right heart\"");
    if (stops.size() > 1 && std::isnan(stop.share))
      return refused(fmt::format("\"{}\" has no share", stop.place),
                     "Where blood goes several ways, each needs its share of cardiac output.",
                     fmt::format("{} 5 %", stop.place));
  }
  return {};
}

}  // namespace

RouteLine parse_route_line(std::string_view line) {
  const std::vector<std::string> steps = split(line, "->");
  if (steps.size() < 2)
    return refused("a route without an arrow",
                   fmt::format("\"{}\" does not say where blood goes.", line.substr(0, 200)),
                   "\"breast -> veins -> right heart\"");
  RouteLine out;
  std::string from = steps[0];
  if (RouteLine bad = check(line, {{from}}); !bad.problem.empty()) return bad;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    std::vector<Stop> stops;
    for (const std::string& text : split(steps[i], ",")) stops.push_back(stop_of(text));
    if (RouteLine bad = check(line, stops); !bad.problem.empty()) return bad;
    if (stops.size() > 1 && i + 1 < steps.size())
      return refused("an arrow that starts in several places",
                     "After a list of places the route must begin anew, in a line of its own.",
                     fmt::format("\"{} -> ...\"", stops.back().place));
    for (const Stop& stop : stops) out.edges.push_back({from, stop.place, stop.share});
    from = stops.front().place;
  }
  return out;
}

std::string contradiction(const std::vector<RouteEdge>& route) {
  std::map<std::string, double> shared;
  std::map<std::string, int> whole;
  for (const RouteEdge& e : route)
    if (std::isnan(e.share))
      ++whole[e.from];
    else
      shared[e.from] += e.share;
  for (const auto& [from, arrows] : whole)
    if (arrows > 1 || shared.contains(from))
      return fmt::format("\"{}\" sends all its blood one way and some another", from);
  for (const auto& [from, sum] : shared)
    if (std::abs(sum - 1) > 1e-6)
      return fmt::format("the shares that leave \"{}\" add up to {:.6g} %", from, 100 * sum);
  return {};
}

}  // namespace metastasim::config
