#pragma once
#include <filesystem>
#include <string_view>

namespace metastasim {

/// Renames a run's damaged run.vtkhdf, and the funnel.csv that was made of it, to names that nothing
/// has: run.damaged.vtkhdf, then run.damaged_2.vtkhdf. Returns that of the former.
std::filesystem::path set_aside(const std::filesystem::path& folder);

/// Whether a file of that name is one of those.
bool is_set_aside(std::string_view name);

}  // namespace metastasim
