#include <fmt/format.h>

#include <algorithm>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/units.hpp"

namespace metastasim::config::consistency {

namespace {

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

}  // namespace

void check_intervention(Context& c, InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  if (!c.have({prefix + "kind", prefix + "at"})) return;
  if (i.until_min < i.at_min)
    c.report(prefix + "until", "before it begins", "The drug would never be given.",
             fmt::format("until = {}", text_literal(show(i.at_min + 1440, "min"))));
  if (i.kind == 0)
    check_surgery(c, i);
  else
    check_drug(c, i);
}

void check_injection(Context& c, const InjectionSpec& i) {
  const std::string prefix = "injection." + i.name + ".";
  const auto& types = c.scenario.cell_types;
  if (!c.have({prefix + "cell"}) || std::find(types.begin(), types.end(), i.cell) != types.end())
    return;
  c.report(prefix + "cell", fmt::format("no cell type is called {}", text_literal(i.cell)),
           "What is injected must be one of the [cell.NAME] of this scenario.",
           fmt::format("cell = {}", text_literal(types.empty() ? "carcinoma" : types.front())));
}

}  // namespace metastasim::config::consistency
