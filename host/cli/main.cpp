#include <cstdlib>

#include "host/cli/commands.hpp"

namespace metastasim::cli {
namespace {

/// CLI11's own numbers are not in our table: whatever it refuses is bad input.
int parse_and_run(CLI::App& app, Action& chosen, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
  }
  if (!chosen) {
    std::fputs(app.help().c_str(), stdout);
    return 0;
  }
  return static_cast<int>(guarded(chosen));
}

}  // namespace
}  // namespace metastasim::cli

int main(int argc, char** argv) {
  using namespace metastasim::cli;
  CLI::App app("Metastasim: how a cancer spreads, in 3D.", "metastasim");
  app.footer("Begin with:  metastasim examples");
  app.require_subcommand(0, 1);
  Action chosen;
  add_version(app, chosen);
  add_info(app, chosen);
  add_examples(app, chosen);
  return parse_and_run(app, chosen, argc, argv);
}
