#pragma once
#include "host/cli/commands.hpp"

namespace metastasim::cli {

/// `network generate`, the only one that takes no network but makes one.
void add_generate(CLI::App& network, Action& chosen);

}  // namespace metastasim::cli
