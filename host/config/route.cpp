#include "host/config/route.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "host/config/document.hpp"
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
  const bool is_signed = digit >= 2 && text[digit - 1] == '-' && text[digit - 2] == ' ';
  const std::size_t number = is_signed ? digit - 1 : digit;
  const Quantity share = parse_quantity(text.substr(number), "1");
  return {trimmed(text.substr(0, number)), share.value,
          share.ok() && share.value > 0 && share.value <= 1};
}

RouteLine refused(std::string problem, std::string why, std::string write) {
  return {{}, std::move(problem), std::move(why), std::move(write)};
}

constexpr std::string_view long_arrow = "\u2192";
constexpr const char* good_line = "\"breast -> veins -> right heart\"";

/// "- >", "=>", " - ": what people write for "->".
bool holds_an_arrow(std::string_view text) {
  return text.find_first_of("<>") != text.npos || text.find(long_arrow) != text.npos ||
         text.find(" - ") != text.npos || text.starts_with('-') || text.ends_with('-');
}

/// The line with each of these as "->".
std::string with_arrows(std::string_view line) {
  std::string out;
  for (; !line.empty(); line.remove_prefix(1)) {
    const bool is_long = line.starts_with(long_arrow);
    if (!is_long && !line.starts_with('>') && !line.starts_with(" - ")) {
      out += line.front();
      continue;
    }
    out.resize(out.find_last_not_of(" -=>") + 1);
    out += " -> ";
    if (is_long) line.remove_prefix(long_arrow.size() - 1);
    while (line.size() > 1 && std::string_view(" -=>").find(line[1]) != line.npos)
      line.remove_prefix(1);
  }
  return out;
}

/// The line as it was meant, where that can be seen.
std::string meant_by(std::string_view line) {
  const std::string mended = with_arrows(line.substr(0, 200));
  const bool seen = line.size() <= 200 && mended != line && mended.find("->") != mended.npos &&
                    mended.find('<') == mended.npos;
  return seen ? text_literal(mended) : good_line;
}

/// What the others leave of the left heart's blood, for the only one of them that has no share.
std::string missing_share(const std::string& from, const std::vector<Stop>& stops) {
  double rest = 1;
  int open = 0;
  for (const Stop& stop : stops) std::isnan(stop.share) ? void(++open) : void(rest -= stop.share);
  return percent(from == "left heart" && open == 1 && rest > 0 ? rest : 0.05);
}

RouteLine check(std::string_view line, const std::string& from, const std::vector<Stop>& stops) {
  for (const Stop& stop : stops) {
    if (holds_an_arrow(stop.place))
      return refused(fmt::format("\"{}\" holds an arrow that cannot be read", stop.place),
                     "Arrows are written -> and point to where the blood goes.", meant_by(line));
    if (!stop.valid)
      return refused(fmt::format("the share of \"{}\" is not between 0 and 100 %", stop.place),
                     "Shares are parts of the cardiac output.",
                     "\"left heart -> brain 3.3 %, rest 96.7 %\"");
    if (stop.place.empty() || stop.place.size() > 64)
      return refused("an arrow without a name at one of its ends",
                     fmt::format("\"{}\" must name where blood comes from and where it goes.",
                                 line.substr(0, 200)),
                     good_line);
    if (stops.size() > 1 && std::isnan(stop.share))
      return refused(fmt::format("\"{}\" has no share", stop.place),
                     "Where blood goes several ways, each needs its share of cardiac output.",
                     fmt::format("{} {}", stop.place, missing_share(from, stops)));
  }
  return {};
}

}  // namespace

RouteLine parse_route_line(std::string_view line) {
  const std::vector<std::string> steps = split(line, "->");
  if (steps.size() < 2)
    return refused("a route without an arrow",
                   fmt::format("\"{}\" does not say where blood goes.", line.substr(0, 200)),
                   meant_by(line));
  RouteLine out;
  std::string from = steps[0];
  if (RouteLine bad = check(line, from, {{from}}); !bad.problem.empty()) return bad;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    std::vector<Stop> stops;
    for (const std::string& text : split(steps[i], ",")) stops.push_back(stop_of(text));
    if (RouteLine bad = check(line, from, stops); !bad.problem.empty()) return bad;
    if (stops.size() > 1 && i + 1 < steps.size())
      return refused("an arrow that starts in several places",
                     "After a list of places the route must begin anew, in a line of its own.",
                     fmt::format("\"{} -> ...\"", stops.back().place));
    for (const Stop& stop : stops) out.edges.push_back({from, stop.place, stop.share});
    from = stops.front().place;
  }
  return out;
}

std::string percent(double share) { return fmt::format("{:.10g} %", 100 * share); }

}  // namespace metastasim::config
