#include <fmt/core.h>

#include "host/sim/build_info.hpp"

int main() {
  const auto& build = metastasim::build_info();
  fmt::print("metastasim {} ({}{})\n", build.version, build.commit, build.dirty ? ", changed" : "");
}
