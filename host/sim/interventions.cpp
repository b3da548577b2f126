#include "host/sim/interventions.hpp"

#include <algorithm>

namespace metastasim {

namespace {

/// -1 where the whole body is meant.
std::int32_t site_of(const Scenario& scenario, const std::string& name) {
  const auto at = std::ranges::find(scenario.sites, name, &SiteSpec::name);
  return at == scenario.sites.end() ? -1 : static_cast<std::int32_t>(at - scenario.sites.begin());
}

Intervention intervention_of(const Scenario& scenario, const InterventionSpec& spec) {
  Intervention out;
  out.name = spec.name;
  out.kind = static_cast<InterventionKind>(spec.kind);
  out.at_min = spec.at_min;
  out.until_min = spec.until_min;
  out.site = site_of(scenario, spec.site);
  out.x_um = static_cast<float>(spec.centre_um[0]);
  out.y_um = static_cast<float>(spec.centre_um[1]);
  out.z_um = static_cast<float>(spec.centre_um[2]);
  out.radius_um = static_cast<float>(spec.sphere_um / 2 + spec.margin_um);
  out.efficacy = spec.efficacy;
  out.dose = spec.dose;
  out.half_life_min = spec.half_life_min;
  out.every_min = spec.every_min;
  return out;
}

}  // namespace

std::vector<Intervention> interventions_of(const Scenario& scenario) {
  std::vector<Intervention> all;
  for (const InterventionSpec& spec : scenario.interventions)
    all.push_back(intervention_of(scenario, spec));
  return all;
}

}  // namespace metastasim
