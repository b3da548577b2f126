#pragma once
#include "host/config/scenario.hpp"
#include "kernels/cascade.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// A scenario made flesh: the state at time zero and the parameters of every process.
struct Model {
  State state;
  Parameters parameters;
};

/// Builds sites, fields, vessels, tumour, membrane and body. Reads the network files that the
/// scenario names. Throws InputError where the scenario is well-formed but cannot be built.
Model build_model(const Scenario& scenario, Device& device);

/// What a resumed run needs besides its checkpoint: the parameters, and a state with the sites'
/// grids and the body but without cells, vessels and values.
Parameters build_parameters(const Scenario& scenario, Device& device);
State empty_state(const Scenario& scenario, Device& device);

}  // namespace metastasim
