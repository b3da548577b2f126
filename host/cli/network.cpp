#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "host/cli/network.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/target.hpp"
#include "host/geometry/network_edit.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string network, target, unit = "1 um";
  bool json = false, force = false, merge = false;
};

vessels::Network read(const Options& options) {
  return geometry::read_network(options.network, unit_um(options.unit));
}

ExitCode info(const Options& options) {
  const geometry::NetworkSummary summary = geometry::summary_of(read(options));
  fmt::print("{}\n", options.json ? geometry::to_json(summary, options.network)
                                  : geometry::to_text(summary, options.network));
  return ExitCode::done;
}

/// What is right with --unit is not yet what a scenario can name.
void note_unit(const Options& options, std::vector<geometry::Finding>& findings) {
  if (unit_um(options.unit) == 1) return;
  const std::string target = std::filesystem::path(options.network).replace_extension(".csv");
  findings.push_back(
      {false, "a scenario takes this file for one in um",
       fmt::format("for a scenario write it in um:  metastasim network convert {} {} "
                   "--unit \"{}\"",
                   options.network, target, options.unit)});
}

ExitCode check(const Options& options) {
  auto findings = geometry::check_network(read(options), options.network);
  note_unit(options, findings);
  fmt::print("{}", geometry::to_text(findings, options.network));
  const bool wrong = std::any_of(findings.begin(), findings.end(), [](auto& f) { return f.error; });
  return wrong ? ExitCode::bad_input : ExitCode::done;
}

ExitCode convert(const Options& options) {
  require_free_network(options.target, options.force);
  vessels::Network network = read(options);
  if (options.merge) network = geometry::merged_where_no_length(network);
  geometry::write_network(options.target, network);
  fmt::print("{}: {} segments, {} nodes\n", options.target, network.segments.size(),
             network.nodes.size());
  return ExitCode::done;
}

CLI::App* add_part(CLI::App& network, const char* name, const char* meaning, Action& chosen,
                   const std::shared_ptr<Options>& options, ExitCode (*part)(const Options&)) {
  CLI::App* command = network.add_subcommand(name, meaning);
  command->add_option("network", options->network, ".dat (Secomb), .csv or .vtp")->required();
  command->add_option("--unit", options->unit, unit_meaning);
  command->callback(
      [&chosen, options, part] { chosen = [options, part] { return part(*options); }; });
  return command;
}

}  // namespace

void add_network(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* network =
      app.add_subcommand("network", "look at, check, convert or make up a vessel network");
  network->require_subcommand(1);
  add_part(*network, "info", "sizes, lengths, branchings", chosen, options, info)
      ->add_flag("--json", options->json, "one JSON object");
  add_part(*network, "check", "what a flow solve or a run could not take", chosen, options, check);
  CLI::App* conversion =
      add_part(*network, "convert", "write it as .csv or .vtp", chosen, options, convert);
  conversion->add_option("target", options->target, "the file to write")->required();
  conversion->add_flag("--force", options->force, "replace the file");
  conversion->add_flag("--merge-zero-length", options->merge,
                       "drop segments without length; their two nodes become one");
  add_generate(*network, chosen);
}

}  // namespace metastasim::cli
