#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "host/sim/exit_code.hpp"

/// One file per command: each adds its name and options, and leaves what is to be done in `chosen`.
namespace metastasim::cli {

using Action = std::function<ExitCode()>;

void add_info(CLI::App& app, Action& chosen);
void add_examples(CLI::App& app, Action& chosen);
void add_version(CLI::App& app, Action& chosen);

/// Runs the action; turns what it throws into a message and an exit code.
ExitCode guarded(const Action& action);

}  // namespace metastasim::cli
