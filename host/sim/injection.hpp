#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// Gives the scenario's injections into the blood: travellers that wait in their compartment of the
/// body and set off in the first step. They count as cells that entered the blood. Throws InputError
/// where the body has no such place.
void inject(const Scenario& scenario, State& state);

}  // namespace metastasim
