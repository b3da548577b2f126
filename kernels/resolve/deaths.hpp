#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Counts and tells the deaths of a site's cells. The rows go when all of the site's intents are
/// done.
void deaths_in_tissue(SiteStep& step);

/// The same for travellers, by cause of death.
void deaths_on_the_journey(Step& step);

}  // namespace metastasim::resolve
