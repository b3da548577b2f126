#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"
#include "host/config/units.hpp"

namespace metastasim::config::consistency {

namespace {

/// The point of a block that lies nearest to the centre of what is removed.
std::array<double, 3> nearest_in_block(const InterventionSpec& i, const SiteSpec& site) {
  std::array<double, 3> point{};
  for (std::size_t axis = 0; axis < 3; ++axis)
    point[axis] = std::clamp(i.centre_um[axis], 0.0, site.size_um[axis]);
  return point;
}

/// A region that does not touch the block holds no cell.
void check_region(Context& c, const InterventionSpec& i, const SiteSpec& site) {
  const std::string centre = "intervention." + i.name + ".region.centre";
  if (!c.have({centre, "site." + site.name + ".size"})) return;
  const auto point = nearest_in_block(i, site);
  const double reach = i.sphere_um / 2 + i.margin_um;
  const double away =
      std::hypot(point[0] - i.centre_um[0], point[1] - i.centre_um[1], point[2] - i.centre_um[2]);
  if (away < reach) return;
  std::array<std::string, 3> proposed;
  for (std::size_t axis = 0; axis < 3; ++axis)
    proposed[axis] = text_literal(show(point[axis], "um"));
  c.report(centre, fmt::format("surgery beside the block of {}", site.name),
           "It would remove nothing. Coordinates count from the block's corner.",
           fmt::format("centre = [{}]     or a larger sphere", fmt::join(proposed, ", ")));
}

/// Completes the region: the tumour at the start where no other is named.
void check_surgery(Context& c, InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  const auto site = std::find_if(c.scenario.sites.begin(), c.scenario.sites.end(),
                                 [&](const SiteSpec& s) { return s.name == i.site; });
  if (site == c.scenario.sites.end())
    return c.report(
        c.have({prefix + "site"}) ? prefix + "site" : prefix + "kind",
        i.site.empty() ? "surgery nowhere"
                       : fmt::format("no site is called {}", text_literal(i.site)),
        "A surgeon works on one of the sites of this scenario.",
        fmt::format("site = {}",
                    text_literal(c.scenario.sites.empty() ? "breast" : c.scenario.sites[0].name)));
  if (c.have({prefix + "region.sphere"})) {
    if (!c.have({prefix + "region.centre"}))
      for (std::size_t axis = 0; axis < 3; ++axis) i.centre_um[axis] = site->size_um[axis] / 2;
    check_region(c, i, *site);
  } else if (site->tumour) {
    i.centre_um = site->tumour->centre_um;
    i.sphere_um = site->tumour->diameter_um;
  } else {
    c.report(prefix + "site", fmt::format("{} has no tumour at the start", i.site),
             "Then it must be said what is removed.",
             "region = { sphere = \"500 um\", centre = [\"480 um\", \"480 um\", \"480 um\"] }");
  }
}

void check_drug(Context& c, const InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  if (c.have({prefix + "half_life"}) && !c.have({prefix + "dose"}))
    c.report(prefix + "half_life", "elimination of a drug without a dose",
             "How long it works depends on how much was given.", "dose = 10");
  if (c.have({prefix + "every"}) && !c.have({prefix + "half_life"}))
    c.report(prefix + "every", "repeated doses of a drug that is not eliminated",
             "Without a half-life its level is held until the end.", "half_life = \"6 h\"");
}

/// Told at a setting that each must have. True where nothing would be done with it.
bool is_on_lattice(Context& c, const std::string& table, const char* setting, const char* why) {
  if (c.lattice)
    c.report(table + "." + setting, "belongs to the tissue model", why,
             "model = \"tissue\"     at the top of the file",
             fmt::format("or leave [{}] out", table));
  return c.lattice;
}

}  // namespace

void check_intervention(Context& c, InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  if (!c.have({prefix + "kind", prefix + "at"})) return;
  if (is_on_lattice(c, "intervention." + i.name, "kind", "On a lattice nothing is treated."))
    return;
  if (i.until_min < i.at_min)
    c.report(prefix + "until", "before it begins", "The drug would never be given.",
             fmt::format("until = {}", text_literal(show(i.at_min + 1440, "min"))));
  if (i.kind == 0)
    check_surgery(c, i);
  else
    check_drug(c, i);
}

namespace {

void check_cells(Context& c, const InjectionSpec& i) {
  const std::string key = "injection." + i.name + ".cell";
  if (!c.have({key})) return;
  const auto& types = c.scenario.cell_types;
  if (std::find(types.begin(), types.end(), i.cell) != types.end())
    return check_is_tumour(c, key, i.cell);
  c.report(key, fmt::format("no cell type is called {}", text_literal(i.cell)),
           "What is injected must be one of the [cell.NAME] of this scenario.",
           fmt::format("cell = {}", text_literal(types.empty() ? "carcinoma" : types.front())));
}

/// A default stands in no line: the injection's number of cells does.
void check_place(Context& c, const InjectionSpec& i) {
  const std::string key = "injection." + i.name + ".into", cells = "injection." + i.name + ".cells";
  if (!c.have({key, cells}) || c.was_refused("body")) return;
  const Origin& written = c.setting(key)->origin;
  const Origin& origin = written.written() ? written : c.setting(cells)->origin;
  if (c.scenario.body.route.empty())
    return c.report_at(origin, key, "there is no body to inject into",
                       "Cells travel on the blood's way around the body, which body.route says.",
                       "route = [\"left heart -> brain 3.3 %, rest 96.7 %\"]     in [body]");
  const std::vector<std::string> places = places_of_body(c.scenario.body.route);
  if (std::find(places.begin(), places.end(), i.into) != places.end()) return;
  c.report_at(origin, key, fmt::format("the body has no place called {}", text_literal(i.into)),
              fmt::format("The cells would be nowhere. Its places: {}.", fmt::join(places, ", ")),
              fmt::format("into = {}", text_literal(nearest(i.into, places).value_or("veins"))));
}

}  // namespace

void check_injection(Context& c, const InjectionSpec& i) {
  if (is_on_lattice(c, "injection." + i.name, "cells",
                    "On a lattice what is injected would arrive nowhere."))
    return;
  check_cells(c, i);
  check_place(c, i);
}

}  // namespace metastasim::config::consistency
