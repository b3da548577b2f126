#include "host/config/explain.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "host/cli/commands.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string key;
  bool schema = false, markdown = false;
};

ExitCode explain(const Options& options) {
  if (options.schema) {
    fmt::print("{}\n", config::json_schema().dump(2));
    return ExitCode::done;
  }
  if (options.markdown) {
    fmt::print("{}", config::reference_markdown());
    return ExitCode::done;
  }
  fmt::print("{}", config::explain(options.key));
  return options.key.empty() || config::is_explainable(options.key) ? ExitCode::done
                                                                    : ExitCode::bad_input;
}

}  // namespace

void add_explain(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "what a setting of a scenario means");
  command->add_option("key", options->key,
                      "site.breast.voxel, substance, haematocrit; all if none");
  command->add_flag("--schema", options->schema, "JSON Schema of a scenario, for editors");
  command->add_flag("--markdown", options->markdown, "all settings as a page: docs/reference.md");
  command->callback([&chosen, options] { chosen = [options] { return explain(*options); }; });
}

}  // namespace metastasim::cli
