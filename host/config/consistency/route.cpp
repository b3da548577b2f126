#include "host/config/route.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"

namespace metastasim::config::consistency {

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
  std::vector<std::string> places;
  for (const RouteEdge& e : c.scenario.body.route) places.insert(places.end(), {e.from, e.to});
  const std::string& wanted = site.lymph.drains_to;
  if (std::find(places.begin(), places.end(), wanted) != places.end()) return;
  const auto meant = nearest(wanted, places);
  c.report(key, fmt::format("{} is not on the route", text_literal(wanted)), why,
           meant ? fmt::format("drains_to = {}", text_literal(*meant))
                 : fmt::format("in body.route  \"{} -> lymph duct -> veins\"", wanted));
}

void check_route(Context& c) {
  if (!c.have({"body.route"})) return;
  if (const std::string wrong = contradiction(c.scenario.body.route); !wrong.empty())
    return c.report("body.route", wrong, "All blood that enters a place must leave it.",
                    "\"left heart -> brain 3.3 %, rest 96.7 %\"");
  for (const SiteSpec& site : c.scenario.sites) {
    const bool on_route =
        std::any_of(c.scenario.body.route.begin(), c.scenario.body.route.end(),
                    [&](const RouteEdge& e) { return e.from == site.name || e.to == site.name; });
    if (!on_route)
      return c.report(
          "body.route", fmt::format("the site {} is not on the route", site.name),
          "No blood, and so no cell, would ever reach or leave it.",
          fmt::format("\"left heart -> {0} 5 %, rest 95 %\", \"{0} -> veins\"", site.name));
  }
}

}  // namespace metastasim::config::consistency
