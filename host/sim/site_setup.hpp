#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

Grid grid_of(const SiteSpec& spec);

/// Fills the empty block number `site` with what its table in the scenario asks for: vessels,
/// tumour, basement membrane.
void set_up_site(const Scenario& scenario, std::size_t site, State& state, Device& device);

}  // namespace metastasim
