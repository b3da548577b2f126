#include "host/sim/model.hpp"

#include <algorithm>
#include <stdexcept>

#include "host/config/lattice.hpp"
#include "host/sim/body.hpp"
#include "host/sim/injection.hpp"
#include "host/sim/interventions.hpp"
#include "host/sim/lattice_setup.hpp"
#include "host/sim/runnable.hpp"
#include "host/sim/site_setup.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim {

Parameters build_parameters(const Scenario& scenario, Device& device) {
  Parameters parameters(device, scenario.sites.size(), scenario.cell_types.size());
  for (const ParamValue& v : scenario.parameters) {
    const Process& process = cascade()[v.process].process;
    if (v.of_cell_type)
      parameters.set_cell(v.process, process.cell_params.specs[v.spec], v.index, v.value);
    else
      parameters.set(v.process, process.params.specs[v.spec], v.index, v.value);
  }
  parameters.upload();
  return parameters;
}

Model build_model(const Scenario& scenario, Device& device) try {
  State state = empty_state(scenario, device);
  const auto set_up = config::on_lattice(scenario) ? set_up_lattice_site : set_up_site;
  for (std::size_t s = 0; s < scenario.sites.size(); ++s) set_up(scenario, s, state, device);
  vessels::rebuild_vessel_geometry(state, device);
  inject(scenario, state);
  return {std::move(state), build_parameters(scenario, device)};
} catch (const SettingError& error) {
  throw told_at_its_line(scenario, error);
}

namespace {

/// By cell.*.kind: NK and T cells differ in their numbers, not in what they do.
std::vector<CellKind> kinds_of(const Scenario& scenario) {
  constexpr CellKind by_choice[]{CellKind::tumour, CellKind::effector, CellKind::effector,
                                 CellKind::fibroblast};
  std::vector<CellKind> kinds;
  for (const int choice : scenario.cell_kinds)
    kinds.push_back(by_choice[static_cast<std::size_t>(choice)]);
  return kinds;
}

}  // namespace

State empty_state(const Scenario& scenario, Device& device) {
  State state = make_state(device, scenario.seed, static_cast<std::int64_t>(scenario.tick_s * 1e6));
  for (const SiteSpec& spec : scenario.sites) add_site(state, device, spec.name, grid_of(spec));
  state.body = Body(device, build_body(scenario.body, scenario.sites));
  state.kind_of_type = kinds_of(scenario);
  state.interventions = interventions_of(scenario);
  return state;
}

}  // namespace metastasim
