#include "host/sim/lattice_setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "host/config/lattice.hpp"
#include "host/input_error.hpp"
#include "kernels/lattice/lattice.hpp"
#include "kernels/lattice/vessel_voxels.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim {

namespace {

/// What the scenario says of a site.
struct SiteLattice {
  int capacity, vessels, ruptured_vessels;
  double vessels_beyond_um, mesenchymal_share;
  SiteLattice(const Scenario& scenario, const std::string& site) {
    const auto value = [&](const std::string& key, double usual) {
      return config::value_of(scenario, key, usual);
    };
    const std::string prefix = "site." + site + ".lattice.";
    capacity = static_cast<int>(value("lattice.capacity", 4));
    vessels = static_cast<int>(value(prefix + "vessels", 0));
    ruptured_vessels = static_cast<int>(value(prefix + "ruptured_vessels", 0));
    vessels_beyond_um = value(prefix + "vessels_beyond", 80);
    mesenchymal_share = value(prefix + "mesenchymal_share", 0.6);
  }
};

/// Draws of the set-up: of a site for its vessels, of a cell for its phenotype.
Draws draws_of(const State& state, const char* what, std::uint64_t entity) {
  return {state.seed, entity, 0, static_cast<std::uint16_t>(name_key(what))};
}

std::array<double, 3> tumour_centre(const SiteSpec& spec) {
  if (spec.tumour) return spec.tumour->centre_um;
  return {spec.size_um[0] / 2, spec.size_um[1] / 2, spec.size_um[2] / 2};
}

double distance_um(Voxel v, const Grid& grid, const std::array<double, 3>& point) {
  const double h = grid.spacing_um;
  const double x = (v.x + 0.5) * h - point[0], y = (v.y + 0.5) * h - point[1],
               z = (v.z + 0.5) * h - point[2];
  return std::sqrt(x * x + y * y + z * z);
}

/// Vessels keep off the border, as in MetaSpread, and off one another: the voxels around two vessels
/// have none in common, so that no cell can be claimed by both.
constexpr int off_border = 2, apart = 3;
constexpr int tries_per_vessel = 1000;

bool off_the_border(int at, int n) { return n == 1 || (at >= off_border && at < n - off_border); }

bool is_free(Voxel v, const Grid& grid, const std::vector<Voxel>& taken) {
  return off_the_border(v.x, grid.nx) && off_the_border(v.y, grid.ny) &&
         off_the_border(v.z, grid.nz) && std::ranges::all_of(taken, [&](Voxel t) {
           return std::abs(v.x - t.x) + std::abs(v.y - t.y) + std::abs(v.z - t.z) >= apart;
         });
}

/// Uniform over the voxels where a vessel may stand, by rejection.
std::vector<Voxel> vessel_voxels(const SiteSpec& spec, const SiteLattice& lattice, const Site& site,
                                 const State& state) {
  const auto n = static_cast<std::size_t>(lattice.vessels) +
                 static_cast<std::size_t>(lattice.ruptured_vessels);
  const auto centre = tumour_centre(spec);
  const Grid& grid = site.grid;
  std::vector<Voxel> out;
  for (std::size_t t = 0; out.size() < n && t < tries_per_vessel * n; ++t) {
    const Draws draws = draws_of(state, "lattice vessels", t);
    const auto along = [&](int voxels, int axis) {
      const auto draw = static_cast<std::uint16_t>(3 * site.id.value + axis);
      return std::min(static_cast<int>(draws.uniform(draw) * voxels), voxels - 1);
    };
    const Voxel v{along(grid.nx, 0), along(grid.ny, 1), along(grid.nz, 2)};
    if (distance_um(v, grid, centre) > lattice.vessels_beyond_um && is_free(v, grid, out))
      out.push_back(v);
  }
  if (out.size() < n)
    throw SettingError(
        "site." + spec.name + ".lattice",
        fmt::format(
            "no room for {} vessels. They keep {} voxels off the border, {} apart and {} um "
            "from the tumour's centre.\nWrite fewer vessels, a smaller vessels_beyond or a "
            "larger block.",
            n, off_border, apart, lattice.vessels_beyond_um));
  return out;
}

/// A vessel crosses the middle of its voxel along z.
vessels::Network network_of(const std::vector<Voxel>& voxels, const Grid& grid) {
  const double h = grid.spacing_um;
  vessels::Network network;
  for (const Voxel v : voxels) {
    const auto id = network.segments.size() + 1;
    const int node = static_cast<int>(network.nodes.size());
    for (const double z : {0.1, 0.9})
      network.nodes.push_back(
          {network.nodes.size() + 1, (v.x + 0.5) * h, (v.y + 0.5) * h, (v.z + z) * h});
    network.segments.push_back(
        {id, node, node + 1, 2.0 * lattice::vessel_radius_um(grid), 0.8 * h});
  }
  return network;
}

void place_vessels(const SiteSpec& spec, const SiteLattice& settings, Site& site, State& state,
                   Device& device) {
  const auto voxels = vessel_voxels(spec, settings, site, state);
  if (voxels.empty()) return;
  vessels::add_network(state, device, site.id, network_of(voxels, site.grid));
  std::vector<std::uint8_t> open(voxels.size());
  std::fill_n(open.begin(), settings.ruptured_vessels, std::uint8_t{1});
  state.vessels.segments.from_host(
      lattice::ruptured, std::span<const std::uint8_t>(open),
      state.vessels.of_site[static_cast<std::size_t>(site.id.value)].first_segment);
}

std::vector<Voxel> tumour_voxels(const TumourSpec& tumour, const Grid& grid) {
  std::vector<Voxel> out;
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x)
        if (distance_um({x, y, z}, grid, tumour.centre_um) <= tumour.diameter_um / 2)
          out.push_back({x, y, z});
  return out;
}

/// Phenotypes of the cells, voxel by voxel: as in MetaSpread each mesenchymal cell goes to any of the
/// voxels that are not full yet, and epithelial cells fill what is left. (Drawing cells instead of
/// voxels would spread them more evenly: 1 % more collagen is lost in the first hours.)
std::vector<std::uint8_t> phenotypes(const State& state, std::size_t voxels,
                                     const SiteLattice& settings) {
  const auto capacity = static_cast<std::size_t>(settings.capacity);
  std::vector<std::uint8_t> out(voxels * capacity,
                                static_cast<std::uint8_t>(Phenotype::epithelial));
  std::vector<std::size_t> taken(voxels), open(voxels);
  std::iota(open.begin(), open.end(), std::size_t{0});
  const auto mesenchymal =
      std::llround(settings.mesenchymal_share * static_cast<double>(out.size()));
  for (std::int64_t i = 0; i < mesenchymal; ++i) {
    const Draws draws = draws_of(state, "lattice phenotype", static_cast<std::uint64_t>(i));
    const auto n = static_cast<double>(open.size());
    const auto drawn = std::min(static_cast<std::size_t>(draws.uniform(0) * n), open.size() - 1);
    const std::size_t voxel = open[drawn];
    out[voxel * capacity + taken[voxel]++] = static_cast<std::uint8_t>(Phenotype::mesenchymal);
    if (taken[voxel] == capacity) open.erase(open.begin() + static_cast<std::ptrdiff_t>(drawn));
  }
  return out;
}

void place_tumour(const Scenario& scenario, const SiteSpec& spec, const SiteLattice& settings,
                  Site& site, State& state) {
  std::vector<std::uint64_t> id;
  std::vector<std::int32_t> x, y, z;
  const std::vector<Voxel> voxels = tumour_voxels(*spec.tumour, site.grid);
  std::uint64_t next =
      state.next_cell_id.take(voxels.size() * static_cast<std::size_t>(settings.capacity));
  for (const Voxel v : voxels)
    for (int i = 0; i < settings.capacity; ++i) {
      const Position p = lattice::centre_of(v, site.grid);
      id.push_back(next++);
      x.push_back(p.x);
      y.push_back(p.y);
      z.push_back(p.z);
    }
  const auto type = std::ranges::find(scenario.cell_types, spec.tumour->cell);
  Table& cells = site.cells;
  const std::uint32_t first = cells.append(static_cast<std::uint32_t>(id.size()));
  const auto write = [&](const auto& column, const auto& values) {
    cells.from_host(column, std::span(values), first);
  };
  write(cell::id, id);
  write(cell::x, x);
  write(cell::y, y);
  write(cell::z, z);
  write(cell::radius, std::vector<float>(id.size(), lattice::cell_radius_um(site.grid)));
  write(cell::type, std::vector<std::uint8_t>(
                        id.size(), static_cast<std::uint8_t>(type - scenario.cell_types.begin())));
  write(cell::phenotype, phenotypes(state, voxels.size(), settings));
}

}  // namespace

void set_up_lattice_site(const Scenario& scenario, std::size_t index, State& state,
                         Device& device) {
  const SiteSpec& spec = scenario.sites[index];
  Site& site = *state.sites[index];
  const SiteLattice settings(scenario, spec.name);
  place_vessels(spec, settings, site, state, device);
  if (spec.tumour) place_tumour(scenario, spec, settings, site, state);
}

}  // namespace metastasim
