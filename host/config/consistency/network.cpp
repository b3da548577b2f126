#include <fmt/format.h>

#include <filesystem>
#include <variant>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/geometry/crop.hpp"
#include "host/geometry/inlets.hpp"
#include "host/geometry/network_file.hpp"
#include "host/geometry/network_report.hpp"
#include "host/geometry/still_blood.hpp"
#include "host/input_error.hpp"

// The only place in host/config that opens another file than the scenario: what is wrong with a
// network is told together with the scenario's own errors, before a run is begun.
namespace metastasim::config::consistency {

namespace {

namespace fs = std::filesystem;

/// The network, or all reasons why no run could use it, with file and line.
std::variant<vessels::Network, std::vector<std::string>> network_in(const fs::path& file) {
  try {
    return geometry::read_solvable_network(file);
  } catch (const InputErrors& errors) {
    return errors.each;
  } catch (const InputError& error) {
    return std::vector<std::string>{error.what()};
  }
}

/// A scenario's networks are in um: what is in another unit is written anew.
std::string in_um(const fs::path& file) {
  if (file.extension() != ".vtp") return "Write all its lengths, diameters and coordinates in um.";
  return fmt::format(
      "In um, to be named here:  metastasim network convert {} {} --unit mm   or   --unit m",
      file.string(), fs::path(file).replace_extension(".csv").string());
}

/// True where no cell could ever travel in it.
bool is_useless(Context& c, const std::string& key, const vessels::Network& network,
                const std::string& name, const fs::path& file) {
  const auto still = geometry::why_no_blood_flows(network, file);
  const auto small = geometry::check_unit(network);
  if (still)
    c.report(key, "no blood would flow in " + name, still->why + ".", "",
             "Mend that file: " + still->cure + ".");
  for (const geometry::Finding& f : small)
    c.report(key, name + " is not in um", f.problem, "", in_um(file));
  return still || !small.empty();
}

bool reaches_block(const vessels::Network& network, const SiteSpec& site) {
  geometry::Point block;
  for (std::size_t axis = 0; axis < 3; ++axis) block[axis] = site.voxels[axis] * site.spacing_um;
  return geometry::reaches(network, block);
}

}  // namespace

void check_network_file(Context& c, SiteSpec& site) {
  const std::string name = text_literal(site.blood.network.file);
  const std::string prefix = "site." + site.name + ".", key = prefix + "blood.network";
  if (site.blood.network.file.empty() || c.files == InputFiles::not_needed) return;
  const fs::path file = fs::path(c.scenario.path).parent_path() / site.blood.network.file;
  std::error_code error;
  if (!fs::exists(file, error))
    return c.report(key, "no file " + name, "Networks are looked for from the scenario's folder.",
                    "network = { generate = \"capillary bed\" }");
  const auto read = network_in(file);
  if (const auto* reasons = std::get_if<std::vector<std::string>>(&read)) {
    for (const std::string& why : *reasons)
      c.report(
          key, name + " is no network that blood could flow in", why + ".", "",
          "Mend that file, and see that it is right:  metastasim network check " + file.string());
    return;
  }
  const auto& network = std::get<vessels::Network>(read);
  if (is_useless(c, key, network, name, file)) return;
  site.blood.network.gives_haematocrit = geometry::gives_haematocrit(network);
  if (c.have({prefix + "size", prefix + "voxel"}) && !reaches_block(network, site))
    c.report(key, "no vessel of " + name + " lies in the block",
             "Coordinates count from the block's corner, in um.", "",
             "Move the network or enlarge the block; where it lies:  metastasim network info " +
                 file.string());
}

}  // namespace metastasim::config::consistency
