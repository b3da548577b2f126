#pragma once
#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Whether a network says what haematocrit blood has wherever it enters.
bool gives_haematocrit(const vessels::Network& network);

}  // namespace metastasim::geometry
