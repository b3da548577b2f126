#pragma once
#include "kernels/state/state.hpp"
#include "kernels/vessels/vessel_edit.hpp"

namespace metastasim::resolve {

/// Makes edited vessels the state's: rows stay together by site, old before new; nodes that no
/// vessel reaches any more go, unless blood is imposed there. Travellers in a vessel that was cut
/// stay where they are, in the part that holds them; a vessel with travellers in it must not have
/// been removed. The flow is due then.
void carry_out(const vessels::VesselEdit& edit, State& state, Device& device);

}  // namespace metastasim::resolve
