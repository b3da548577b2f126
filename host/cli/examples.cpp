#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "host/cli/commands.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

namespace {

namespace fs = std::filesystem;

/// Beside the sources' build folder, or installed next to the program.
fs::path examples_folder() {
  const fs::path program = fs::canonical("/proc/self/exe").parent_path();
  for (const fs::path& folder : {fs::path("examples"), program / "../../../examples",
                                 program / "../share/metastasim/examples"})
    if (fs::is_directory(folder)) return folder.lexically_normal();
  throw InputError("no folder 'examples' here or beside the program");
}

/// A scenario's first comment line says what it shows.
std::string first_comment(const fs::path& scenario) {
  std::ifstream file(scenario);
  std::string line;
  std::getline(file, line);
  return line.substr(std::min(line.find_first_not_of("# "), line.size()));
}

ExitCode list_examples() {
  std::vector<fs::path> scenarios;
  for (const auto& entry : fs::directory_iterator(examples_folder()))
    if (entry.path().extension() == ".toml") scenarios.push_back(entry.path());
  std::sort(scenarios.begin(), scenarios.end());
  for (const fs::path& scenario : scenarios)
    fmt::print("{}\n    {}\n", scenario.string(), first_comment(scenario));
  fmt::print("\nRun one:      metastasim run FILE\nMake it your own:  cp FILE mine.toml\n");
  return ExitCode::done;
}

}  // namespace

void add_examples(CLI::App& app, Action& chosen) {
  app.add_subcommand("examples", "scenarios to start from")->callback([&chosen] {
    chosen = list_examples;
  });
}

}  // namespace metastasim::cli
