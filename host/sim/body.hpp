#pragma once
#include "host/config/scenario.hpp"
#include "kernels/state/body.hpp"

namespace metastasim {

/// The graph of compartments that the scenario's route describes.
///
/// Names that are not organs: "right heart", "left heart", "veins", "portal vein", and the lymph's:
/// what ends in "node" or "duct". A name equal to a site's is that site's organ ("breast and rest" is the
/// breast's too). What has no arrow onward drains to the veins, which lead to the right heart, the
/// lung and the left heart. The time to pass a compartment is its share of the blood volume over
/// its share of the cardiac output; see body.cpp.
///
/// Throws InputError where shares do not add up, a site is not on the way, or the way does not
/// close.
BodyPlan build_body(const BodySpec& body, const std::vector<SiteSpec>& sites);

}  // namespace metastasim
