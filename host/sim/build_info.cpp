#include "host/sim/build_info.hpp"

namespace metastasim {

const BuildInfo& build_info() {
  static const BuildInfo info{
#include "build_info.inc"
  };
  return info;
}

}  // namespace metastasim
