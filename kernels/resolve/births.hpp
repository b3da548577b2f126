#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Every cell that wants to divide does, as far as there is room: the mother's row becomes one
/// daughter, a new row the other. New lineage numbers follow the mothers' order of lineage, so storage
/// order cannot change them.
void births(SiteStep& step);

}  // namespace metastasim::resolve
