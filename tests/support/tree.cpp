#include "tests/support/tree.hpp"

#include <cstdlib>

namespace metastasim::testing {

std::string in_tree(const std::string& file) {
  const char* root = std::getenv("METASTASIM_TREE");
  return std::string(root == nullptr ? METASTASIM_TREE : root) + "/" + file;
}

}  // namespace metastasim::testing
