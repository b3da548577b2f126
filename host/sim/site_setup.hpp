#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

Grid grid_of(const SiteSpec& spec);

/// Between the centres of cells of a type in a solid tumour: where they neither push nor pull.
double packing_distance_um(const Scenario& scenario, const std::string& cell_type);

/// Fills the empty block number `site` with what its table in the scenario asks for: vessels,
/// tumour, basement membrane.
void set_up_site(const Scenario& scenario, std::size_t site, State& state, Device& device);

}  // namespace metastasim
