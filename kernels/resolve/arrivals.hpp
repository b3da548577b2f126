#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

struct ArrivalParams {
  float diameter_um;
};

/// The immune cells that the vessels of a site have waiting come out beside them; they are numbered
/// in the order of the vessels' numbers.
void arrivals(SiteStep& step, const ArrivalParams* by_type);

}  // namespace metastasim::resolve
