#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Cells of a site that enter a vessel become travellers, cluster by cluster as far as there is room;
/// entries are numbered in order of lineage.
void entries(SiteStep& step);

/// Travellers that leave a vessel of this site become cells of the site, beside that vessel, as far as
/// there is room.
void exits(SiteStep& step);

/// Travellers that leave a vessel of an organ that is not simulated in tissue are counted and told;
/// nothing follows them.
void exits_elsewhere(Step& step);

}  // namespace metastasim::resolve
