#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Cells of a site that enter a vessel become travellers; entries are numbered in order of lineage.
void entries(SiteStep& step, std::uint32_t entering);

/// Travellers that leave a vessel of this site become cells of the site, beside that vessel.
void exits(SiteStep& step);

/// Travellers that leave a vessel of an organ that is not simulated in tissue are counted and told;
/// nothing follows them.
void exits_elsewhere(Step& step);

/// What happened to travellers since the last time (stops, in lymph nodes too, and releases) is counted and told.
void tell_news(Step& step);

}  // namespace metastasim::resolve
