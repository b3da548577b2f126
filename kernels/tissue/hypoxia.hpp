#pragma once
#include "kernels/state/column.hpp"

namespace metastasim::hypoxia {

inline constexpr auto hif = cell_column<float>("HIF1", "1", "hypoxic response, 0 none to 1 full");

}  // namespace metastasim::hypoxia
