#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "host/sim/exit_code.hpp"

/// One file per command: each adds its name and options, and leaves what is to be done in `chosen`.
namespace metastasim::cli {

using Action = std::function<ExitCode()>;

void add_run(CLI::App& app, Action& chosen, const std::string& command_line);
void add_resume(CLI::App& app, Action& chosen, const std::string& command_line);
void add_check(CLI::App& app, Action& chosen);
void add_explain(CLI::App& app, Action& chosen);
void add_flow(CLI::App& app, Action& chosen);
void add_network(CLI::App& app, Action& chosen);
void add_info(CLI::App& app, Action& chosen);
void add_examples(CLI::App& app, Action& chosen);
void add_version(CLI::App& app, Action& chosen);

/// Runs the action; turns what it throws into a message and an exit code. Whoever computes a run is
/// told besides how it goes on.
ExitCode guarded(const Action& action, bool of_a_run);

}  // namespace metastasim::cli
