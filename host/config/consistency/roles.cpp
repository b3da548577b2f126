#include <fmt/format.h>

#include "host/config/consistency/checks.hpp"

namespace metastasim::config::consistency {

void check_roles(Context& c) {
  if (c.scenario.sites.empty())
    return c.report("site", "missing", "A scenario needs at least one piece of tissue.",
                    "[site.breast]");
  const SiteSpec* first = nullptr;
  for (const SiteSpec& site : c.scenario.sites) {
    if (!c.have({"site." + site.name + ".role"})) return;
    if (site.primary && first)
      return c.report("site." + site.name + ".role", "a second primary site",
                      fmt::format("{} is the primary already.", first->name),
                      "role = \"secondary\"");
    if (site.primary) first = &site;
  }
  if (!first && c.scenario.injections.empty())
    c.report("site." + c.scenario.sites.front().name + ".role", "no site is the primary",
             "The cascade starts at the primary, unless cells are injected.", "role = \"primary\"");
}

}  // namespace metastasim::config::consistency
