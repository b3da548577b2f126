#include "host/config/check.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "host/cli/commands.hpp"
#include "host/cli/machine.hpp"
#include "host/sim/enough_memory.hpp"
#include "host/sim/estimate.hpp"
#include "host/sim/runnable.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  MachineOptions machine;
  std::string scenario;
  std::vector<std::string> overrides;
  bool json = false, all = false, quick = false;
};

ExitCode tell_problems(const config::ReadResult& result, bool json) {
  if (json)
    fmt::print("{}\n", config::problems_json(result).dump(2));
  else
    fmt::print("{}", config::render_problems(result));
  return ExitCode::bad_input;
}

ExitCode check(const Options& options) {
  const config::ReadResult result =
      runnable(config::read_scenario(options.scenario, options.overrides));
  if (!result.scenario) return tell_problems(result, options.json);
  std::vector<config::Estimate> estimates;
  const auto device = options.quick ? nullptr : make_device(options.machine);
  if (device) estimates = estimate(*result.scenario, *device);
  if (options.json)
    fmt::print("{}\n", config::check_json(*result.scenario, estimates).dump(2));
  else
    fmt::print("{}", config::check_text(*result.scenario, options.all, estimates));
  if (device) require_memory(*result.scenario, cells_at_start(*result.scenario), *device);
  return ExitCode::done;
}

}  // namespace

void add_check(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("check", "every value in force, and what the run will need");
  command->add_option("scenario", options->scenario, "the scenario file (TOML)")->required();
  command->add_option("--set", options->overrides, "key=value, instead of what the file says")
      ->allow_extra_args(false);
  command->add_flag("--json", options->json, "one JSON object");
  command->add_flag("--all", options->all, "the defaults too");
  command->add_flag("--quick", options->quick, "only the file: no memory, disk and time");
  add_machine_options(*command, options->machine);
  command->callback([&chosen, options] { chosen = [options] { return check(*options); }; });
}

}  // namespace metastasim::cli
