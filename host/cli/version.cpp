#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "host/cli/commands.hpp"
#include "host/sim/build_info.hpp"

namespace metastasim::cli {

namespace {

void print_text(const BuildInfo& build) {
  fmt::print("metastasim {} ({}{})\n", build.version, build.commit, build.dirty ? ", changed" : "");
}

void print_json(const BuildInfo& build) {
  const nlohmann::ordered_json json{{"version", build.version},
                                    {"commit", build.commit},
                                    {"changed", build.dirty},
                                    {"compiler", build.compiler},
                                    {"build_type", build.build_type},
                                    {"cuda", build.cuda},
                                    {"cuda_architectures", build.cuda_architectures}};
  fmt::print("{}\n", json.dump(2));
}

}  // namespace

void add_version(CLI::App& app, Action& chosen) {
  auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "with --version: one JSON object");
  app.add_flag_callback(
      "--version",
      [&chosen, json] {
        chosen = [json] {
          *json ? print_json(build_info()) : print_text(build_info());
          return ExitCode::done;
        };
      },
      "what program this is");
}

}  // namespace metastasim::cli
