#include "host/sim/summary.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "host/sim/families.hpp"
#include "kernels/core/math.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim {

namespace {

void measure_vessels(const Site& site, const Vessels& vessels, SiteSummary& out) {
  const VesselRange range = vessels.of_site[static_cast<std::size_t>(site.id.value)];
  const auto length = vessels.segments.to_host(segment::length);
  const auto flow = vessels.segments.to_host(segment::flow);
  const auto status = vessels.segments.to_host(segment::flow_status);
  const auto kind = vessels.segments.to_host(segment::kind);
  const auto sprout = vessels.segments.to_host(segment::sprout);
  const double volume_um3 =
      static_cast<double>(site.grid.voxels()) * math::cube(double(site.grid.spacing_um));
  double blood_um = 0, lymph_um = 0, new_um = 0, perfused_um = 0;
  for (std::uint32_t row = range.first_segment; row < range.first_segment + range.segments; ++row) {
    const bool lymph = kind[row] == static_cast<std::uint8_t>(VesselKind::lymphatic);
    (lymph ? lymph_um : blood_um) += static_cast<double>(length[row]);
    if (sprout[row] == 0) continue;
    new_um += static_cast<double>(length[row]);
    if (vessels::blood_runs(flow[row], status[row]))
      perfused_um += static_cast<double>(length[row]);
  }
  const double mm_per_mm3 = 1e6 / volume_um3;  // of a um in the block
  out.vessel_length_mm_per_mm3 = blood_um * mm_per_mm3;
  out.lymph_length_mm_per_mm3 = lymph_um * mm_per_mm3;
  out.new_vessels_mm_per_mm3 = new_um * mm_per_mm3;
  out.new_perfused_mm_per_mm3 = perfused_um * mm_per_mm3;
}

double mean_oxygen(const Fields& fields) {
  double total = 0;
  const auto values = fields.to_host(field::oxygen);
  for (const float value : values) total += static_cast<double>(value);
  return values.empty() ? 0 : total / static_cast<double>(values.size());
}

void count_phenotype(std::uint8_t phenotype, SiteSummary& out) {
  const std::array counts{&out.epithelial, &out.mesenchymal, &out.partial};
  ++*counts.at(phenotype);
}

void count_cells(const Table& cells, SiteSummary& out) {
  const auto kind = cells.to_host(cell::kind), phenotype = cells.to_host(cell::phenotype);
  const auto clone = cells.to_host(cell::clone);
  std::unordered_set<std::uint64_t> clones;
  for (std::size_t row = 0; row < kind.size(); ++row)
    if (is_tumour(kind[row])) {
      count_phenotype(phenotype[row], out);
      clones.insert(clone[row]);
    } else {
      ++(is_effector(kind[row]) ? out.immune_cells : out.stroma_cells);
    }
  out.cells = out.epithelial + out.partial + out.mesenchymal;
  out.clones = clones.size();
}

SiteSummary summarize(const Site& site, const Vessels& vessels) {
  SiteSummary out;
  out.name = site.name;
  count_cells(site.cells, out);
  for (const auto& [founder, family] : families_of(site))
    if (family.is_colony()) {
      ++out.colonies;
      if (family.cells > out.largest_colony) {
        out.largest_colony = family.cells;
        out.largest_founder = founder;
      }
    }
  measure_vessels(site, vessels, out);
  out.mean_po2_mmhg = mean_oxygen(site.fields);
  const invasion::MembraneArea membrane = invasion::membrane_area(site.fields);
  out.membrane_laid_um2 = membrane.laid_um2;
  out.membrane_breached_um2 = membrane.breached_um2;
  return out;
}

/// The cumulative part, straight from the counters.
Funnel counted(const Counters& counters) {
  const auto counts = counters.to_host();
  const auto of = [&](Count c) { return counts[static_cast<std::size_t>(c)]; };
  Funnel f;
  f.detached = of(Count::detached);
  f.invaded = of(Count::invaded);
  f.entered_blood = of(Count::entered_blood);
  f.entered_lymph = of(Count::entered_lymph);
  f.entries_as_cluster = of(Count::entries_as_cluster);
  f.blood_entries = of(Count::blood_entries);
  f.blood_entries_as_cluster = of(Count::blood_entries_as_cluster);
  f.shed_by_node_colonies = of(Count::shed_by_node_colonies);
  f.shed_by_metastases = of(Count::shed_by_metastases);
  f.arrests_total = of(Count::arrests_total);
  f.extravasated = of(Count::extravasated);
  f.died_shear = of(Count::died_shear);
  f.died_immune = of(Count::died_immune);
  f.died_anoikis = of(Count::died_anoikis);
  f.died_other = of(Count::died_other);
  f.died_after_extravasation = of(Count::died_after_extravasation);
  f.killed_in_tissue = of(Count::killed_in_tissue);
  f.removed_by_surgery = of(Count::removed_by_surgery);
  f.steps_out_of_balance = of(Count::steps_out_of_balance);
  return f;
}

}  // namespace

std::vector<std::string> Summary::sites_without_finite_oxygen() const {
  std::vector<std::string> names;
  for (const SiteSummary& site : sites)
    if (!std::isfinite(site.mean_po2_mmhg)) names.push_back(site.name);
  return names;
}

void Summary::leave_out_oxygen() {
  has_oxygen = false;
  for (SiteSummary& site : sites) site.mean_po2_mmhg = std::numeric_limits<double>::quiet_NaN();
}

bool Summary::is_finite() const {
  if (!has_oxygen) return true;
  return sites_without_finite_oxygen().empty() && std::isfinite(oxygen_imbalance) &&
         std::isfinite(oxygen_unsolved);
}

Funnel funnel_of(const State& state) {
  Funnel f = counted(state.counters);
  const JourneyCounts now = count_journey(state);
  f.in_transit = now.in_transit;
  f.held_in_nodes = now.held_in_nodes;
  f.arrested = now.arrested;
  for (const auto& [founder, family] : families_of(state)) {
    ++(family.is_asleep() ? f.dormant : f.growing);
    if (family.is_colony()) ++f.colonies;
  }
  return f;
}

Summary summarize(const State& state) {
  Summary out;
  out.state_hash = to_text(fingerprint(state));
  out.time_min = state.time_min();
  out.steps = state.tick;
  for (const auto& site : state.sites) out.sites.push_back(summarize(*site, state.vessels));
  out.funnel = funnel_of(state);
  const JourneyCounts journey = count_journey(state);
  out.stopped = journey.stopped;
  out.held = journey.held;
  out.in_nodes = journey.in_nodes;
  out.compartments = state.body.plan.names;
  return out;
}

}  // namespace metastasim
