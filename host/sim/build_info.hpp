#pragma once

namespace metastasim {

/// What program this is: for --version and for the provenance of every file.
struct BuildInfo {
  const char* version;
  const char* commit;  ///< of the source tree, "unknown" outside a repository
  bool dirty;          ///< the tree held changes that were not committed
  const char* compiler;
  const char* build_type;
  const char* cuda;  ///< version of the toolkit, empty in a build without CUDA
  const char* cuda_architectures;
};
const BuildInfo& build_info();

}  // namespace metastasim
