#include "host/sim/site_setup.hpp"

#include <algorithm>
#include <cmath>

#include "host/geometry/free_space.hpp"
#include "host/input_error.hpp"
#include "host/sim/site_vessels.hpp"
#include "host/sim/tumour.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/random.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim {

namespace {

/// Where repulsion and adhesion of the usual cell balance, in diameters (tissue/mechanics.cu).
constexpr double equilibrium_distance = 0.95;

/// The value in force of a parameter, by its full key.
double value_of(const Scenario& scenario, const std::string& key) {
  for (const ParamValue& v : scenario.parameters)
    if (v.key == key) return v.value;
  throw InputError("the scenario lacks " + key + ", which a tumour needs");
}

std::uint8_t type_of(const Scenario& scenario, const std::string& name) {
  const auto found = std::ranges::find(scenario.cell_types, name);
  return static_cast<std::uint8_t>(found - scenario.cell_types.begin());
}

/// The cells of a tumour at rest, in the order of the packing.
struct CellRows {
  std::vector<std::uint64_t> id;
  std::vector<std::int32_t> x, y, z;
  std::vector<float> radius;
  std::vector<std::uint8_t> type, kind, inside;

  void add(std::uint64_t cell, const std::array<double, 3>& um) {
    id.push_back(cell);
    x.push_back(to_fixed(static_cast<float>(um[0])));
    y.push_back(to_fixed(static_cast<float>(um[1])));
    z.push_back(to_fixed(static_cast<float>(um[2])));
  }
  /// The same for all.
  void are(double diameter_um, std::uint8_t of_type, CellKind of_kind, bool enclosed) {
    radius.assign(id.size(), static_cast<float>(diameter_um / 2));
    type.assign(id.size(), of_type);
    kind.assign(id.size(), static_cast<std::uint8_t>(of_kind));
    inside.assign(id.size(), enclosed ? 1 : 0);
  }

  void write_to(Table& cells) const {
    const std::uint32_t first = cells.append(static_cast<std::uint32_t>(id.size()));
    const auto write = [&](const auto& column, const auto& values) {
      cells.from_host(column, std::span(values), first);
    };
    write(cell::id, id);
    write(cell::x, x);
    write(cell::y, y);
    write(cell::z, z);
    write(cell::radius, radius);
    write(cell::type, type);
    write(cell::kind, kind);
    write(invasion::membrane::inside, inside);
  }
};

/// A basement membrane lies on voxel faces: a cell in a voxel that it does not enclose would start
/// beyond it.
std::vector<std::array<double, 3>> places(const Scenario& scenario, const TumourSpec& tumour,
                                          const Site& site) {
  auto points =
      pack_ball(tumour.centre_um, tumour.diameter_um, packing_distance_um(scenario, tumour.cell));
  if (!tumour.basement_membrane) return points;
  const auto enclosed = site.fields.to_host(invasion::membrane::enclosed);
  std::erase_if(points, [&](const std::array<double, 3>& p) {
    const auto along = [&](std::size_t axis) { return to_fixed(static_cast<float>(p[axis])); };
    const Voxel v = site.grid.voxel_at({along(0), along(1), along(2)});
    return enclosed[static_cast<std::size_t>(site.grid.number(v.x, v.y, v.z))] == 0;
  });
  return points;
}

void place_tumour(const Scenario& scenario, const TumourSpec& tumour, Site& site, State& state) {
  const double diameter = value_of(scenario, "cell." + tumour.cell + ".diameter");
  CellRows rows;
  const auto points = places(scenario, tumour, site);
  std::uint64_t id = state.next_cell_id.take(points.size());
  for (const auto& p : points) rows.add(id++, p);
  rows.are(diameter, type_of(scenario, tumour.cell), CellKind::tumour, tumour.basement_membrane);
  rows.write_to(site.cells);
}

/// What cells that live in the tissue keep out of.
geometry::Sphere room_of_tumour(const SiteSpec& spec) {
  if (!spec.tumour) return {{0, 0, 0}, 0};
  return {spec.tumour->centre_um, spec.tumour->diameter_um / 2};
}

bool within(const geometry::Sphere& sphere, const std::array<double, 3>& p) {
  double square = 0;
  for (std::size_t a = 0; a < 3; ++a) square += math::square(p[a] - sphere.centre_um[a]);
  return square < sphere.radius_um * sphere.radius_um;
}

/// A place that is drawn by the cell; drawn again where it lies in the tumour.
std::array<double, 3> place_of(std::uint64_t cell, const State& state, const SiteSpec& spec,
                               const geometry::Sphere& tumour) {
  const Draws draws{state.seed, cell, 0, static_cast<std::uint16_t>(name_key("residents"))};
  std::array<double, 3> p{};
  for (std::uint16_t draw = 0; draw < 300; draw += 3) {
    for (std::uint16_t a = 0; a < 3; ++a) p[a] = draws.uniform(draw + a) * spec.size_um[a];
    if (!within(tumour, p)) break;
  }
  return p;
}

void place_residents(const Scenario& scenario, const SiteSpec& spec, Site& site, State& state) {
  const geometry::Sphere tumour = room_of_tumour(spec);
  const double um3 = spec.size_um[0] * spec.size_um[1] * spec.size_um[2] -
                     4.0 / 3 * M_PI * math::cube(tumour.radius_um);
  for (std::size_t type = 0; type < spec.residents_per_mm3.size(); ++type) {
    const auto n =
        static_cast<std::uint64_t>(std::llround(spec.residents_per_mm3[type] * um3 * 1e-9));
    if (n == 0) continue;
    CellRows rows;
    const std::uint64_t first = state.next_cell_id.take(n);
    for (std::uint64_t id = first; id < first + n; ++id)
      rows.add(id, place_of(id, state, spec, tumour));
    rows.are(value_of(scenario, "cell." + scenario.cell_types[type] + ".diameter"),
             static_cast<std::uint8_t>(type), state.kind_of_type[type], false);
    rows.write_to(site.cells);
  }
}

void lay_membrane(const TumourSpec& tumour, Site& site) {
  const auto um = [&](std::size_t axis) { return static_cast<float>(tumour.centre_um[axis]); };
  invasion::place_basement_membrane(site.fields, um(0), um(1), um(2),
                                    static_cast<float>(tumour.diameter_um / 2));
}

}  // namespace

double packing_distance_um(const Scenario& scenario, const std::string& cell_type) {
  return equilibrium_distance * value_of(scenario, "cell." + cell_type + ".diameter");
}

Grid grid_of(const SiteSpec& spec) {
  return {spec.voxels[0], spec.voxels[1], spec.voxels[2], static_cast<float>(spec.spacing_um)};
}

void set_up_site(const Scenario& scenario, std::size_t index, State& state, Device& device) {
  const SiteSpec& spec = scenario.sites[index];
  Site& site = *state.sites[index];
  if (spec.blood.network.present() || spec.lymph.network.present())
    place_vessels(scenario, spec, site, state, device);
  if (spec.tumour) {
    if (spec.tumour->basement_membrane) lay_membrane(*spec.tumour, site);
    place_tumour(scenario, *spec.tumour, site, state);
  }
  place_residents(scenario, spec, site, state);
}

}  // namespace metastasim
