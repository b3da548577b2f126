#include "host/sim/site_vessels.hpp"

#include <cmath>
#include <filesystem>
#include <type_traits>

#include "host/config/lattice.hpp"
#include "host/geometry/capillary_bed.hpp"
#include "host/geometry/crop.hpp"
#include "host/geometry/lymphatic_tree.hpp"
#include "host/geometry/network_edit.hpp"
#include "host/geometry/network_file.hpp"
#include "host/input_error.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim {

namespace {

geometry::Point block_of(const SiteSpec& spec) {
  geometry::Point block;
  for (std::size_t a = 0; a < 3; ++a) block[a] = spec.voxels[a] * spec.spacing_um;
  return block;
}

/// Where a network is not to be laid.
std::optional<geometry::Sphere> kept_free(const SiteSpec& spec, const NetworkSpec& network) {
  if (!network.keep_out_of_tumour || !spec.tumour) return {};
  return geometry::Sphere{spec.tumour->centre_um, spec.tumour->diameter_um / 2};
}

geometry::CapillaryBed bed_of(const Scenario& scenario, const SiteSpec& spec, std::size_t site) {
  geometry::CapillaryBed bed;
  bed.block_um = block_of(spec);
  bed.length_density_mm_per_mm3 = spec.blood.network.length_density_mm_per_mm3;
  bed.capillary_diameter_um = spec.blood.capillary_diameter_um;
  bed.arteriole_mmhg = spec.blood.arteriole_mmhg;
  bed.venule_mmhg = spec.blood.venule_mmhg;
  bed.haematocrit = spec.blood.haematocrit;
  bed.seed = scenario.seed + site;
  bed.keep_out = kept_free(spec, spec.blood.network);
  return bed;
}

geometry::LymphaticTree tree_of(const Scenario& scenario, const SiteSpec& spec, std::size_t site) {
  geometry::LymphaticTree tree;
  tree.block_um = block_of(spec);
  tree.length_density_mm_per_mm3 = spec.lymph.network.length_density_mm_per_mm3;
  tree.initial_diameter_um = spec.lymph.initial_diameter_um;
  tree.keep_out = kept_free(spec, spec.lymph.network);
  tree.seed = scenario.seed + site;
  return tree;
}

/// Those that the run's own solves follow (kernels/vessels/blood_flow.cpp).
vessels::FlowOptions laws_of(const Scenario& scenario) {
  vessels::FlowOptions laws;
  const auto number = [&](const char* key, double& value) {
    value = config::value_of(scenario, key, value);
  };
  const auto choice = [&](const char* key, auto& value) {
    using Choice = std::remove_reference_t<decltype(value)>;
    value = static_cast<Choice>(static_cast<int>(config::value_of(scenario, key, 0)));
  };
  choice("blood.viscosity_law", laws.viscosity.law);
  choice("blood.phase_separation", laws.separation);
  number("blood.plasma_viscosity", laws.viscosity.plasma_mpas);
  number("blood.viscosity", laws.viscosity.constant_mpas);
  number("blood.cell_volume", laws.viscosity.cell_volume_fl);
  return laws;
}

/// A file's network may reach beyond the block: what lies outside goes on as pressure at the faces.
vessels::Network cut_to_block(const Scenario& scenario, const SiteSpec& spec,
                              vessels::Network network) {
  const geometry::Point block = block_of(spec);
  if (geometry::fits(network, block)) return network;
  return geometry::cropped(network, laws_of(scenario), {}, block);
}

/// What `generate` returns; what it refuses is a fault of the setting.
template <class Generate>
vessels::Network generated_for(const std::string& setting, const Generate& generate) {
  try {
    return generate();
  } catch (const InputError& error) {
    throw SettingError(setting, error.what());
  }
}

vessels::Network blood_vessels(const Scenario& scenario, const SiteSpec& spec, std::size_t site) {
  if (!spec.blood.network.present()) return {};
  if (!spec.blood.network.generator.empty())
    return generated_for("site." + spec.name + ".blood.network", [&] {
      return geometry::generate_capillary_bed(bed_of(scenario, spec, site));
    });
  const auto beside = std::filesystem::path(scenario.path).parent_path();
  vessels::Network network = geometry::read_network(beside / spec.blood.network.file);
  if (!spec.blood.network.gives_haematocrit)
    for (vessels::BoundaryCondition& b : network.boundary)
      if (std::isnan(b.haematocrit)) b.haematocrit = spec.blood.haematocrit;
  return cut_to_block(scenario, spec, std::move(network));
}

/// All vessels of a site: those of its blood, then its lymphatics.
vessels::Network network_for(const Scenario& scenario, const SiteSpec& spec, std::size_t site) {
  vessels::Network blood = blood_vessels(scenario, spec, site);
  if (!spec.lymph.network.present()) return blood;
  return geometry::side_by_side(
      blood, generated_for("site." + spec.name + ".lymph.network", [&] {
        return geometry::generate_lymphatic_tree(tree_of(scenario, spec, site));
      }));
}

}  // namespace

void place_vessels(const Scenario& scenario, const SiteSpec& spec, Site& site, State& state,
                   Device& device) {
  const auto index = static_cast<std::size_t>(site.id.value);
  vessels::add_network(state, device, site.id, network_for(scenario, spec, index),
                       laws_of(scenario));
  const VesselRange range = state.vessels.of_site[index];
  std::vector<float> po2(range.segments, static_cast<float>(spec.blood.inlet_po2_mmhg));
  const auto kind = state.vessels.segments.to_host(segment::kind);
  for (std::uint32_t s = 0; s < range.segments; ++s)
    if (kind[range.first_segment + s] == static_cast<std::uint8_t>(VesselKind::lymphatic))
      po2[s] = 0;  // lymph brings no oxygen
  state.vessels.segments.from_host(segment::po2, std::span<const float>(po2), range.first_segment);
}

}  // namespace metastasim
