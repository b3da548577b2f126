#pragma once
#include <map>
#include <string>

#include "kernels/state/state.hpp"

namespace metastasim {

/// One fingerprint per column of the state, by "site name/entity.column" ("entity.column" for what
/// belongs to no site): who changed what.
std::map<std::string, Fingerprint> column_digests(const State& state);

}  // namespace metastasim
