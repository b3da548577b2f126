#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Cells that noted this very tick in a milestone column (crossed the basement membrane, lost their
/// last neighbour) are counted and told.
void milestones(SiteStep& step);

}  // namespace metastasim::resolve
