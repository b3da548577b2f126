#pragma once
#include <vector>

#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Whether an intervention begins now; rare, so what follows may look at the state.
bool an_intervention_begins(const Step& step);

/// Tumour cells that surgeons have removed so far.
std::uint64_t removed_so_far(const Step& step);

/// Interventions that begin now are told in the diary, after what they did is done. By site: how
/// many tumour cells were removed now.
void tell_interventions(Step& step, const std::vector<std::uint64_t>& removed);

}  // namespace metastasim::resolve
