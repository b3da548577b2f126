#include <unistd.h>

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
  const bool of_a_run = app.got_subcommand("run") || app.got_subcommand("resume");
  return static_cast<int>(guarded(chosen, of_a_run));
}

/// An empty text, as of an unset variable in a script, is no value: it would be taken for an option
/// left out.
void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options())
    if (option->get_items_expected_min() > 0)
      option->check([](const std::string& text) {
        return text.empty() ? "an empty text is no value: write one, or leave the option out" : "";
      });
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    refuse_empty_values(*command);
}

std::string joined(int argc, char** argv) {
  std::string line = argv[0];
  for (int i = 1; i < argc; ++i) line += std::string(" ") + argv[i];
  return line;
}

/// Threads that spin at every barrier starve each other where the machine has other work: a hundred
/// times slower was seen. A short spin costs nothing elsewhere. OpenMP reads its environment before
/// main, so the program begins once more.
void spin_little(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr) return;
  setenv("GOMP_SPINCOUNT", "10000", 1);
  execv("/proc/self/exe", argv);
}

}  // namespace
}  // namespace metastasim::cli

int main(int argc, char** argv) {
  using namespace metastasim::cli;
  spin_little(argv);
  CLI::App app("Metastasim: how a cancer spreads, in 3D.", "metastasim");
  app.footer("Begin with:  metastasim examples");
  app.require_subcommand(0, 1);
  Action chosen;
  add_version(app, chosen);
  add_run(app, chosen, joined(argc, argv));
  add_resume(app, chosen, joined(argc, argv));
  add_check(app, chosen);
  add_explain(app, chosen);
  add_info(app, chosen);
  add_flow(app, chosen);
  add_network(app, chosen);
  add_examples(app, chosen);
  refuse_empty_values(app);
  return parse_and_run(app, chosen, argc, argv);
}
