#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// A site of the lattice model at time zero: vessels at random voxels, and the tumour's voxels filled
/// to capacity with cells of either phenotype. Throws InputError where there is no room for them.
void set_up_lattice_site(const Scenario& scenario, std::size_t index, State& state, Device& device);

}  // namespace metastasim
