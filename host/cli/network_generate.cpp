#include <fmt/format.h>

#include "host/cli/network.hpp"
#include "host/cli/quantity.hpp"
#include "host/cli/target.hpp"
#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

namespace {

struct Options {
  std::string target;
  std::vector<std::string> size{"0.48 mm"};
  std::string length_density = "138 mm/mm^3", capillary_diameter = "6 um", spacing = "300 um";
  std::string arteriole = "45 mmHg", venule = "15 mmHg", haematocrit = "0.45", keep_out;
  std::string seed = "1";
  bool force = false;
};

std::array<double, 3> block_of(const std::vector<std::string>& size) {
  if (size.size() != 1 && size.size() != 3)
    throw InputError(
        "--size: one length or three\n  Write:  --size \"0.96 mm\"   or   --size "
        "\"0.96 mm,0.96 mm,0.64 mm\"");
  std::array<double, 3> block{};
  for (std::size_t axis = 0; axis < 3; ++axis)
    block[axis] = quantity("--size", size[size.size() == 1 ? 0 : axis], "um", "0.48 mm");
  return block;
}

/// As in a scenario.
void require_gradient(const Options& o, const geometry::CapillaryBed& bed) {
  if (bed.venule_mmhg < bed.arteriole_mmhg) return;
  const Options usual;
  throw InputError(fmt::format(
      "--venule \"{}\": not below the arteriole's pressure, {}. Blood would not flow, or "
      "backwards\n  Write:  --arteriole \"{}\" --venule \"{}\"",
      o.venule, o.arteriole, usual.arteriole, usual.venule));
}

geometry::CapillaryBed bed_of(const Options& o) {
  const Options usual;
  geometry::CapillaryBed bed{.block_um = block_of(o.size)};
  bed.length_density_mm_per_mm3 =
      quantity("--length-density", o.length_density, "mm/mm^3", usual.length_density);
  bed.capillary_diameter_um =
      quantity("--capillary-diameter", o.capillary_diameter, "um", usual.capillary_diameter);
  bed.arteriole_mmhg = quantity("--arteriole", o.arteriole, "mmHg", usual.arteriole);
  bed.venule_mmhg = quantity("--venule", o.venule, "mmHg", usual.venule);
  require_gradient(o, bed);
  bed.haematocrit = quantity("--haematocrit", o.haematocrit, "1", usual.haematocrit, {0, 0.8});
  bed.feeding_spacing_um = quantity("--spacing", o.spacing, "um", usual.spacing, {1, 1e5});
  bed.seed = seed_in("--seed", o.seed);
  if (!o.keep_out.empty()) {
    const auto& [x, y, z] = bed.block_um;
    bed.keep_out = {{x / 2, y / 2, z / 2}, quantity("--keep-out", o.keep_out, "um", "300 um") / 2};
  }
  return bed;
}

ExitCode generate(const Options& options) {
  require_free_network(options.target, options.force);
  const vessels::Network network = geometry::generate_capillary_bed(bed_of(options));
  geometry::write_network(options.target, network);
  fmt::print("{}\nBlood flow in it:  metastasim flow {}\n",
             geometry::to_text(geometry::summary_of(network), options.target), options.target);
  return ExitCode::done;
}

}  // namespace

void add_generate(CLI::App& network, Action& chosen) {
  auto o = std::make_shared<Options>();
  CLI::App* command =
      network.add_subcommand("generate", "make up a capillary bed (docs/networks.md)");
  command->add_option("target", o->target, "the file to write, .csv or .vtp")->required();
  command->add_option("--size", o->size, "of the block: one length, or three with commas between")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->capture_default_str();
  const auto add = [&](const char* name, std::string& value, const char* meaning) {
    command->add_option(name, value, meaning)->capture_default_str();
  };
  add("--length-density", o->length_density, "of all vessels");
  add("--capillary-diameter", o->capillary_diameter, "wider ones follow Murray's law");
  add("--arteriole", o->arteriole, "pressure where blood enters");
  add("--venule", o->venule, "pressure where it leaves");
  add("--haematocrit", o->haematocrit, "of the blood that enters");
  add("--spacing", o->spacing, "between an arteriole and the next venule");
  add("--keep-out", o->keep_out, "diameter of a sphere in the middle that no vessel enters");
  command->add_option("--seed", o->seed, "the same seed gives the same bed")->capture_default_str();
  command->add_flag("--force", o->force, "replace the file");
  command->callback([&chosen, o] { chosen = [o] { return generate(*o); }; });
}

}  // namespace metastasim::cli
