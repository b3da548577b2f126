#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// Lays the blood vessels and the lymphatics of a site, from a file or a generator, as its table asks.
void place_vessels(const Scenario& scenario, const SiteSpec& spec, Site& site, State& state,
                   Device& device);

}  // namespace metastasim
