#include "host/config/route.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"

namespace metastasim::config::consistency {

namespace {

using Route = std::vector<RouteEdge>;

bool carries_all(const RouteEdge& arrow) { return std::isnan(arrow.share); }

/// "breast and rest" is the breast, with all that has no name of its own.
std::string place_of(const std::string& name) {
  constexpr std::string_view more = " and rest";
  return name.ends_with(more) ? name.substr(0, name.size() - more.size()) : name;
}

std::vector<std::string> places_on(const Route& route) {
  std::vector<std::string> places;
  for (const RouteEdge& arrow : route)
    places.insert(places.end(), {place_of(arrow.from), place_of(arrow.to)});
  return places;
}

/// What the body has beside what is written (host/sim/body.cpp).
constexpr const char* without_saying[] = {"veins", "right heart", "lung", "left heart"};

/// Each once, however often it is written.
Route ways_from(const std::string& place, const Route& route) {
  Route out;
  std::set<std::string> reached;
  for (const RouteEdge& arrow : route)
    if (arrow.from == place && reached.insert(arrow.to).second) out.push_back(arrow);
  return out;
}

double sum_of(const Route& ways) {
  double sum = 0;
  for (const RouteEdge& way : ways) sum += carries_all(way) ? 1 : way.share;
  return sum;
}

/// The left heart's ways in one line: the widest gives or takes until all add up to 100 %.
std::string in_one_line(Route ways) {
  if (ways.size() == 1) ways.push_back({"left heart", "rest", std::max(0.0, 1 - sum_of(ways))});
  for (RouteEdge& way : ways)
    if (carries_all(way)) way.share = 1 / static_cast<double>(ways.size());
  const auto widest = std::max_element(ways.begin(), ways.end(),
                                       [](auto& a, auto& b) { return a.share < b.share; });
  if (widest->share + 1 - sum_of(ways) <= 0) return "\"left heart -> brain 3.3 %, rest 96.7 %\"";
  widest->share += 1 - sum_of(ways);
  std::string line;
  for (const RouteEdge& way : ways)
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", way.to, percent(way.share));
  return text_literal("left heart -> " + line);
}

/// Whether two arrows contradict each other: one way that has two shares, or all blood two ways.
bool contradict(const RouteEdge& a, const RouteEdge& b) {
  if (place_of(a.from) != place_of(b.from)) return false;
  if (place_of(a.to) == place_of(b.to)) return !(carries_all(a) && carries_all(b));
  return carries_all(a) || carries_all(b);
}

void report_twice(Context& c, const RouteEdge& arrow, const char* why) {
  c.report_at(arrow.origin, "body.route",
              fmt::format("\"{} -> {}\" stands there twice", arrow.from, arrow.to), why, "",
              "Leave one of the two out.");
}

void report_contradiction(Context& c, const RouteEdge& first, const RouteEdge& second) {
  if (place_of(first.to) == place_of(second.to))
    return report_twice(c, second, "Each way has one share.");
  const RouteEdge& all = carries_all(first) ? first : second;
  const RouteEdge& other = carries_all(first) ? second : first;
  c.report_at(second.origin, "body.route",
              fmt::format("all blood of \"{0}\" goes to \"{1}\", and {3} to \"{2}\"", all.from,
                          all.to, other.to, carries_all(other) ? "all" : "some"),
              "Where blood goes several ways, each needs its share of cardiac output.",
              all.from == "left heart"
                  ? in_one_line({first, second})
                  : fmt::format("\"{} -> {} 4 %, {} 1 %\"", all.from, all.to, other.to),
              "in one line, or leave one of the two out");
}

using Way = std::pair<std::string, std::string>;
Way way_of(const RouteEdge& arrow) { return {place_of(arrow.from), place_of(arrow.to)}; }

/// The arrow of a line that says nothing new, or that comes the same way twice; null where none does.
/// Lines may meet and go on together: what they say before is new.
const RouteEdge* repeated(const Route& route) {
  std::map<Way, std::size_t> line_of;
  for (auto arrow = route.begin(); arrow != route.end();) {
    const RouteEdge& first = *arrow;
    bool says_something = false;
    for (; arrow != route.end() && arrow->text == first.text; ++arrow) {
      const auto [earlier, is_new] = line_of.emplace(way_of(*arrow), arrow->text);
      if (!is_new && earlier->second == first.text) return &*arrow;
      says_something = says_something || is_new;
    }
    if (!says_something) return &first;
  }
  return nullptr;
}

/// True where nothing was found. How much blood enters other places than the left heart shows only
/// when all of it is followed around the body (host/sim/body.cpp), and so does what must leave them.
bool check_arrows(Context& c) {
  const Route& route = c.scenario.body.route;
  std::map<std::string, const RouteEdge*> first_from;
  std::map<Way, const RouteEdge*> first_way;
  for (const RouteEdge& arrow : route) {
    const RouteEdge* from = first_from.emplace(place_of(arrow.from), &arrow).first->second;
    const RouteEdge* way = first_way.emplace(way_of(arrow), &arrow).first->second;
    for (const RouteEdge* earlier : {way, from})
      if (earlier != &arrow && contradict(*earlier, arrow)) {
        report_contradiction(c, *earlier, arrow);
        return false;
      }
  }
  if (const RouteEdge* again = repeated(route)) {
    report_twice(c, *again, "It says nothing new here. Was another way meant?");
    return false;
  }
  const Route ways = ways_from("left heart", route);
  if (ways.empty() || std::abs(sum_of(ways) - 1) <= 1e-6) return true;
  c.report_at(
      ways.front().origin, "body.route",
      fmt::format("the shares that leave \"left heart\" add up to {}", percent(sum_of(ways))),
      "All blood that enters a place must leave it.", in_one_line(ways));
  return false;
}

/// What the body has beside its organs (host/sim/body.cpp), and sites that are spelt right.
bool is_known(const Context& c, const std::string& place) {
  for (const char* word : {"veins", "right heart", "left heart", "portal vein", "rest"})
    if (place == word) return true;
  return std::any_of(c.scenario.sites.begin(), c.scenario.sites.end(),
                     [&](const SiteSpec& site) { return site.name == place; });
}

/// An arrow with a place whose name is nearly this site's, and that name; null where there is none.
const RouteEdge* misspelt(const Context& c, const std::string& site, std::string& as) {
  constexpr std::size_t most_places = 1000;  // guessing compares with each
  std::vector<std::string> places = places_on(c.scenario.body.route);
  std::erase_if(places, [&](const std::string& place) { return is_known(c, place); });
  const auto meant = places.size() <= most_places ? nearest(site, places) : std::nullopt;
  if (!meant) return nullptr;
  as = *meant;
  const Route& route = c.scenario.body.route;
  return &*std::find_if(route.begin(), route.end(), [&](const RouteEdge& arrow) {
    return place_of(arrow.from) == as || place_of(arrow.to) == as;
  });
}

/// A line that leads to a site: into the lung from the right heart, elsewhere from the left.
std::string way_to(const std::string& site, const Route& route) {
  if (site == "lung") return "\"right heart -> lung -> left heart\"";
  Route ways = ways_from("left heart", route);
  if (ways.empty()) ways.push_back({"left heart", "rest", 1});
  ways.push_back({"left heart", site, 0.05});
  return in_one_line(ways);
}

/// Told where its name is nearly written, or with a way to it.
void report_unreached(Context& c, const std::string& site, const std::string& what,
                      const std::string& why) {
  std::string written;
  if (const RouteEdge* arrow = misspelt(c, site, written))
    return c.report_at(arrow->origin, "body.route", what, why,
                       fmt::format("{}     instead of {}, wherever it stands", site, written));
  c.report("body.route", what, why, way_to(site, c.scenario.body.route));
}

/// The lung is on the way from the right heart, unless that leads elsewhere.
bool is_reached(const std::string& site, const Route& route) {
  const bool goes_without_saying = site == "lung" && ways_from("right heart", route).empty();
  return goes_without_saying ||
         std::any_of(route.begin(), route.end(),
                     [&](const RouteEdge& arrow) { return place_of(arrow.to) == site; });
}

/// A primary without vessels gives cells away and takes none, as on the lattice.
void check_reach(Context& c, const SiteSpec& site) {
  const Route& route = c.scenario.body.route;
  const std::vector<std::string> places = places_on(route);
  if (std::find(places.begin(), places.end(), site.name) == places.end())
    return report_unreached(c, site.name, fmt::format("the site {} is not on the route", site.name),
                            "No blood, and so no cell, would ever reach or leave it.");
  if ((site.primary && !site.blood.network.present()) || is_reached(site.name, route)) return;
  report_unreached(c, site.name, fmt::format("no arrow leads into the site {}", site.name),
                   "No blood, and so no cell, would ever reach it.");
}

}  // namespace

std::vector<std::string> places_of_body(const std::vector<RouteEdge>& route) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& place) {
    if (std::find(out.begin(), out.end(), place) == out.end()) out.push_back(place);
  };
  for (const std::string& place : places_on(route)) add(place);
  for (const char* place : without_saying) add(place);
  return out;
}

/// Lymph that leaves a block must arrive somewhere, unless there is no body around it.
void check_lymph(Context& c, const SiteSpec& site) {
  if (!site.lymph.network.present() || c.scenario.body.route.empty()) return;
  const std::string key = "site." + site.name + ".lymph.drains_to";
  const std::string why = "Cells in its lymph would have nowhere to go.";
  if (!c.have({key}))
    return c.report("site." + site.name + ".lymph.network.generate",
                    "lymphatics that drain nowhere", why,
                    "drains_to = \"axillary node\"     and in body.route  \"axillary node -> lymph "
                    "duct -> veins\"");
  const std::vector<std::string> places = places_on(c.scenario.body.route);
  const std::string& wanted = site.lymph.drains_to;
  if (std::find(places.begin(), places.end(), wanted) != places.end()) return;
  const auto meant = nearest(wanted, places);
  c.report(key, fmt::format("{} is not on the route", text_literal(wanted)), why,
           meant ? fmt::format("drains_to = {}", text_literal(*meant))
                 : fmt::format("in body.route  \"{} -> lymph duct -> veins\"", wanted));
}

void check_route(Context& c) {
  if (!c.have({"body.route"}) || !check_arrows(c)) return;
  for (const SiteSpec& site : c.scenario.sites)
    if (is_name(site.name)) check_reach(c, site);
}

}  // namespace metastasim::config::consistency
