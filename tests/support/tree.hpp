#pragma once
#include <string>

namespace metastasim::testing {

/// A file of the source tree, "examples/ctc_shear_loop.toml". The tree is where it was compiled, or where
/// METASTASIM_TREE says: programs and scenarios travel to machines with a GPU in a bundle (scripts/gpu_check).
std::string in_tree(const std::string& file);

}  // namespace metastasim::testing
