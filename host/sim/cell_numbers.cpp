#include "host/sim/cell_numbers.hpp"

#include <numbers>
#include <numeric>

#include "host/config/lattice.hpp"
#include "host/sim/site_setup.hpp"
#include "host/sim/tumour.hpp"

namespace metastasim {

namespace {

double cube(double x) { return x * x * x; }

/// On a lattice of one layer a tumour is a disc.
double lattice_cells(const Scenario& scenario, const SiteSpec& spec) {
  const double diameter = spec.tumour->diameter_um, layers = spec.voxels[2] * spec.spacing_um;
  const double um3 = layers < diameter ? std::numbers::pi / 4 * diameter * diameter * layers
                                       : std::numbers::pi / 6 * cube(diameter);
  return config::value_of(scenario, "lattice.capacity", 4) * um3 / cube(spec.spacing_um);
}

double tumour_cells(const Scenario& scenario, const SiteSpec& spec) {
  if (!spec.tumour) return 0;
  if (config::on_lattice(scenario)) return lattice_cells(scenario, spec);
  return packed_cells(spec.tumour->diameter_um, packing_distance_um(scenario, spec.tumour->cell));
}

double residents(const SiteSpec& spec) {
  const double mm3 = 1e-9 * spec.size_um[0] * spec.size_um[1] * spec.size_um[2];
  return mm3 * std::accumulate(spec.residents_per_mm3.begin(), spec.residents_per_mm3.end(), 0.0);
}

}  // namespace

double CellNumbers::in_sites() const {
  return std::accumulate(of_site.begin(), of_site.end(), 0.0);
}

CellNumbers cells_at_start(const Scenario& scenario) {
  CellNumbers out;
  for (const SiteSpec& spec : scenario.sites)
    out.of_site.push_back(tumour_cells(scenario, spec) + residents(spec));
  for (const InjectionSpec& injection : scenario.injections)
    out.travellers += static_cast<double>(injection.cells);
  return out;
}

CellNumbers cells_of(const Summary& summary) {
  CellNumbers out;
  for (const SiteSummary& site : summary.sites)
    out.of_site.push_back(static_cast<double>(site.cells + site.immune_cells + site.stroma_cells));
  const Funnel& funnel = summary.funnel;
  out.travellers = static_cast<double>(funnel.in_transit + funnel.held_in_nodes + funnel.arrested);
  return out;
}

}  // namespace metastasim
