#include <fmt/format.h>

#include "host/cli/commands.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/target.hpp"
#include "host/geometry/flow_report.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/still_blood.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string network, csv;
  std::string viscosity = "pries1994", viscosity_value, plasma_viscosity = "1.0466 cP";
  std::string mcv = "92 fl", haematocrit = "pries2005", haematocrit_value = "0.45", unit = "1 um";
  std::string mmhg = "133.322387415 Pa";
  bool json = false, force = false;
};

Limits limits_of(const geometry::FlowRange& range) { return {range.low, range.high}; }

/// Refused where it would do nothing.
double constant_viscosity_cp(const Options& options) {
  if (options.viscosity_value.empty()) return 3;
  if (options.viscosity != "constant")
    throw InputError("--viscosity-value: the law of " + options.viscosity +
                     " takes none. Write also:  --viscosity constant");
  return quantity("--viscosity-value", options.viscosity_value, "cP", "3 cP",
                  limits_of(geometry::viscosity_range_cp));
}

geometry::FlowRequest request_of(const Options& options) {
  const Options usual;
  geometry::FlowRequest request;
  request.viscosity = options.viscosity;
  request.viscosity_value_cp = constant_viscosity_cp(options);
  request.plasma_viscosity_cp =
      quantity("--plasma-viscosity", options.plasma_viscosity, "cP", usual.plasma_viscosity,
               limits_of(geometry::plasma_viscosity_range_cp));
  request.mcv_fl =
      quantity("--mcv", options.mcv, "fl", usual.mcv, limits_of(geometry::cell_volume_range_fl));
  request.haematocrit = options.haematocrit;
  request.haematocrit_value =
      quantity("--haematocrit-value", options.haematocrit_value, "1", usual.haematocrit_value,
               limits_of(geometry::haematocrit_range));
  request.pa_per_mmhg =
      quantity("--mmhg", options.mmhg, "Pa", usual.mmhg, limits_of(geometry::mmhg_range_pa));
  return request;
}

/// Where something is imposed, and be it a flow of 0, that no blood flows is an answer.
vessels::FlowResult flow_in(const vessels::Network& network, const std::string& file,
                            const vessels::FlowOptions& how) {
  const auto still = geometry::why_no_blood_flows(network, file);
  if (!still) return vessels::solve_flow(network, how);
  if (network.boundary.empty())
    throw InputError(fmt::format("{}: no blood flows: {}: {}", file, still->why, still->cure));
  return vessels::solve_flow(geometry::at_rest(network), how);
}

ExitCode flow(const Options& options) {
  if (!options.csv.empty()) require_free(options.csv, options.force);
  const vessels::FlowOptions how = geometry::flow_options(request_of(options));
  const vessels::Network network =
      geometry::read_solvable_network(options.network, unit_um(options.unit));
  const vessels::FlowResult flow = flow_in(network, options.network, how);
  geometry::require_finite(network, flow);
  if (!options.csv.empty()) geometry::write_flow_csv(options.csv, network, flow);
  fmt::print("{}\n", options.json ? geometry::flow_json(network, flow, options.network)
                                  : geometry::flow_text(network, flow, options.network));
  return flow.converged ? ExitCode::done : ExitCode::numerical;
}

}  // namespace

void add_flow(CLI::App& app, Action& chosen) {
  auto o = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("flow", "blood flow, haematocrit and wall shear of a network");
  command->add_option("network", o->network, ".dat (Secomb), .csv or .vtp")->required();
  command->add_option("--viscosity", o->viscosity,
                      "pries1994 (in vivo), pries1992 (in vitro), constant");
  command->add_option("--viscosity-value", o->viscosity_value,
                      "for constant; 3 cP where it is left out");
  command->add_option("--plasma-viscosity", o->plasma_viscosity);
  command->add_option("--mcv", o->mcv, "volume of a red cell: 92 fl human, 55 fl rat and mouse");
  command->add_option("--haematocrit", o->haematocrit, "pries2005, pries1989, fixed");
  command->add_option("--haematocrit-value", o->haematocrit_value,
                      "for fixed, and where an inlet names none");
  command->add_option("--mmhg", o->mmhg,
                      "what one mmHg is: 133.322387415 Pa; Secomb's programs take 133.3 Pa");
  command->add_option("--unit", o->unit, unit_meaning);
  command->add_option("--csv", o->csv, "write one row a vessel to this file");
  command->add_flag("--force", o->force, "replace that file");
  command->add_flag("--json", o->json, "one JSON object");
  command->callback([&chosen, o] { chosen = [o] { return flow(*o); }; });
}

}  // namespace metastasim::cli
