#include "host/sim/model.hpp"

#include "host/sim/tumour.hpp"
#include "kernels/state/cell_columns.hpp"

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

namespace {

Grid grid_of(const SiteSpec& spec) {
  return {spec.voxels[0], spec.voxels[1], spec.voxels[2], static_cast<float>(spec.spacing_um)};
}

}  // namespace

Model build_model(const Scenario& scenario, Device& device) {
  State state = make_state(device, scenario.seed, static_cast<std::int64_t>(scenario.tick_s * 1e6));
  for (const SiteSpec& spec : scenario.sites) add_site(state, device, spec.name, grid_of(spec));
  return {std::move(state), build_parameters(scenario, device)};
}

}  // namespace metastasim
