#pragma once
#include <filesystem>

namespace metastasim::cli {

/// Throws InputError where the file, or what is written beside it, is there already and `force` is
/// not set.
void require_free(const std::filesystem::path& target, bool force);

}  // namespace metastasim::cli
