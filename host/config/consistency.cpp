#include "host/config/consistency.hpp"

#include "host/config/consistency/checks.hpp"

namespace metastasim::config {

bool complete_and_check(Scenario& scenario, std::vector<Problem>& problems, InputFiles files) {
  using namespace consistency;
  Context c(scenario, problems, files);
  check_clock(c);
  check_roles(c);
  for (SiteSpec& site : scenario.sites) check_site(c, site);
  for (InterventionSpec& intervention : scenario.interventions) check_intervention(c, intervention);
  for (const InjectionSpec& injection : scenario.injections) check_injection(c, injection);
  check_pairs(c);
  check_route(c);
  check_output(c);
  check_idle(c);
  return c.judged_all();
}

}  // namespace metastasim::config
