#pragma once
#include <filesystem>

namespace metastasim::cli {

/// Throws InputError where the file is there already and `force` is not set.
void require_free(const std::filesystem::path& target, bool force);
/// The same of a network's file, and of the table of nodes that is written beside a .csv.
void require_free_network(const std::filesystem::path& target, bool force);

}  // namespace metastasim::cli
