#pragma once
#include <filesystem>
#include <vector>

#include "host/io/block.hpp"

namespace metastasim {

/// Beside run.vtkhdf: run_<block>.vtkhdf, which show one block each (external links, a kilobyte),
/// and view.py.
void write_views(const std::filesystem::path& directory, const std::vector<Block>& blocks);

}  // namespace metastasim
