#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Cells that colonies in lymph nodes shed become travellers in the efferent lymph: daughters of the
/// founder that enter a vessel, numbered in order of its lineage.
void shed_by_node_colonies(Step& step);

}  // namespace metastasim::resolve
