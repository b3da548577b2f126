#include "tests/support/metaspread.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

#include "host/config/reader.hpp"
#include "kernels/cascade.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/invasion/mmp2.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/lattice.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/tree.hpp"

namespace metastasim::testing::metaspread {

const std::array<const char*, columns_of_tables> names{"seed",
                                                       "step",
                                                       "M, site 1",
                                                       "E, site 1",
                                                       "M, site 2",
                                                       "E, site 2",
                                                       "M, site 3",
                                                       "E, site 3",
                                                       "occupied voxels",
                                                       "radius",
                                                       "M in transit",
                                                       "E in transit",
                                                       "units in transit",
                                                       "clusters in transit",
                                                       "intravasations",
                                                       "M intravasated",
                                                       "E intravasated",
                                                       "cluster intravasations",
                                                       "units at exit",
                                                       "units surviving",
                                                       "ECM lost",
                                                       "least ECM",
                                                       "largest MMP-2",
                                                       "MMP-2 mass",
                                                       "first arrival, site 2",
                                                       "first arrival, site 3"};

const std::vector<std::string> units_show{"lattice.single_survival=1",
                                          "lattice.cluster_survival=0"};

namespace {

struct Phenotypes {
  double mesenchymal = 0, epithelial = 0;
  void add(std::uint8_t phenotype) {
    ++(phenotype == static_cast<std::uint8_t>(Phenotype::mesenchymal) ? mesenchymal : epithelial);
  }
  double cells() const { return mesenchymal + epithelial; }
};

Phenotypes phenotypes_of(const Table& table) {
  Phenotypes out;
  for (const std::uint8_t p : table.to_host(cell::phenotype)) out.add(p);
  return out;
}

double sum(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double radius_of(const std::set<std::pair<int, int>>& voxels) {
  double x = 0, y = 0, largest = 0;
  const auto n = static_cast<double>(voxels.size());
  for (const auto& v : voxels) {
    x += v.first / n;
    y += v.second / n;
  }
  for (const auto& v : voxels) largest = std::max(largest, std::hypot(v.first - x, v.second - y));
  return largest;
}

using Entry = std::pair<std::uint32_t, std::uint64_t>;  ///< when, and into which vessel

/// Who entered where, and what became of them, from the diary.
struct Journeys {
  std::map<Entry, Phenotypes> entries;
  std::set<std::uint64_t> singles_out;  ///< cells out of a vessel
  std::set<Entry> units_out, lost;      ///< entries of which somebody came out, or died on the way
  double first_arrival[3] = {-1, -1, -1};

  explicit Journeys(const State& state) {
    const auto kind = state.events.to_host(event::kind),
               phenotype = state.events.to_host(event::phenotype);
    const auto cell = state.events.to_host(event::cell_id);
    const auto tick = state.events.to_host(event::tick);
    const auto place = state.events.to_host(event::place);
    const auto site = state.events.to_host(event::site);
    std::map<std::uint64_t, Entry> entry_of;
    for (std::size_t i = 0; i < kind.size(); ++i) {
      const auto what = static_cast<EventKind>(kind[i]);
      if (what == EventKind::entered) {
        entries[entry_of[cell[i]] = {tick[i], place[i]}].add(phenotype[i]);
      } else if (what == EventKind::extravasated) {
        singles_out.insert(cell[i]);
        units_out.insert(entry_of.at(cell[i]));
        if (site[i] >= 0 && first_arrival[site[i]] < 0) first_arrival[site[i]] = tick[i];
      } else if (what == EventKind::died && site[i] < 0) {
        lost.insert(entry_of.at(cell[i]));
      }
    }
  }
};

void write_tissue(const State& state, Record& out) {
  for (std::size_t s = 0; s < state.sites.size(); ++s) {
    const Phenotypes cells = phenotypes_of(state.sites[s]->cells);
    out[mesenchymal + 2 * s] = cells.mesenchymal;
    out[epithelial + 2 * s] = cells.epithelial;
  }
  const Site& primary = *state.sites[0];
  std::set<std::pair<int, int>> voxels;
  for (const Voxel v : voxels_of_cells(primary)) voxels.emplace(v.x, v.y);
  out[occupied] = static_cast<double>(voxels.size());
  out[radius] = radius_of(voxels);
  const auto ecm = primary.fields.to_host(field::ecm), mmp2 = primary.fields.to_host(field::mmp2);
  out[ecm_lost] = static_cast<double>(ecm.size()) - sum(ecm);
  out[ecm_min] = *std::ranges::min_element(ecm);
  out[mmp2_max] = *std::ranges::max_element(mmp2);
  out[mmp2_mass] = sum(mmp2) + sum(primary.fields.to_host(invasion::mmp2::carry));
}

void write_transit(const Table& travellers, Record& out) {
  const Phenotypes cells = phenotypes_of(travellers);
  out[mesenchymal_in_transit] = cells.mesenchymal;
  out[epithelial_in_transit] = cells.epithelial;
  std::map<std::uint64_t, int> members;
  for (const std::uint64_t entry : travellers.to_host(traveller::entry)) ++members[entry];
  out[units_in_transit] = static_cast<double>(members.size());
  for (const auto& [entry, n] : members) out[clusters_in_transit] += n > 1 ? 1 : 0;
}

void write_journeys(const Journeys& journeys, Record& out) {
  out[intravasations] = static_cast<double>(journeys.entries.size());
  for (const auto& [entry, cells] : journeys.entries) {
    out[mesenchymal_intravasated] += cells.mesenchymal;
    out[epithelial_intravasated] += cells.epithelial;
    out[cluster_intravasations] += cells.cells() > 1 ? 1 : 0;
  }
  out[units_at_exit] = static_cast<double>(journeys.singles_out.size() + journeys.lost.size());
  out[survivors] = static_cast<double>(journeys.units_out.size());
  out[first_arrival_site2] = journeys.first_arrival[1];
  out[first_arrival_site3] = journeys.first_arrival[2];
}

void write_expected(const Journeys& journeys, std::uint32_t now, Record& out) {
  constexpr double alone = 5e-4, together = 2.5e-2, leaves = 0.5;
  constexpr std::uint32_t journey = 180;
  const auto draw = [&](double units, double p) {
    out[survivors_expected] += units * p;
    out[survivors_variance] += units * p * (1 - p);
  };
  for (const auto& [entry, cells] : journeys.entries) {
    if (now <= entry.first + journey) continue;
    const double n = cells.cells(), nobody = std::pow(leaves, n), one = n * nobody;
    draw(n == 1 ? 1 : n * leaves + one, alone);
    draw(n == 1 ? 0 : 1 - nobody - one, together);
  }
}

/// On a device of its own: runs of several seeds go side by side.
void run(const Ensemble& wanted, int seed_of_run, Record* out) {
  Device device;
  Model model = model_of(wanted, seed_of_run, device);
  for (const int until : wanted.steps) {
    while (model.state.tick < static_cast<std::uint32_t>(until))
      advance(device, model.state, model.parameters);
    *out = record_of(model.state);
    (*out++)[seed] = seed_of_run;
  }
}

}  // namespace

Record record_of(const State& state) {
  Record out{};
  out[step] = state.tick;
  write_tissue(state, out);
  write_transit(state.travellers, out);
  const Journeys journeys(state);
  write_journeys(journeys, out);
  write_expected(journeys, state.tick, out);
  return out;
}

Model model_of(const Ensemble& wanted, int seed_of_run, Device& device) {
  std::vector<std::string> overrides = wanted.overrides;
  overrides.push_back("seed=" + std::to_string(seed_of_run));
  const auto read = config::read_scenario(in_tree("tests/scenarios/" + wanted.scenario), overrides);
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return build_model(*read.scenario, device);
}

std::vector<Record> ours(const Ensemble& wanted) {
  std::vector<Record> out(static_cast<std::size_t>(wanted.seeds) * wanted.steps.size());
  cascade();  // is built at its first call, which must not be two threads'
#pragma omp parallel for schedule(dynamic, 1)
  for (int i = 0; i < wanted.seeds; ++i)
    run(wanted, wanted.first_seed + i, &out[static_cast<std::size_t>(i) * wanted.steps.size()]);
  return out;
}

std::vector<Record> published(const std::string& file) {
  std::vector<Record> out;
  for (const auto& row : shared_table("metaspread/" + file)) {
    out.emplace_back();
    std::ranges::copy(row, out.back().begin());
  }
  return out;
}

std::vector<double> at(const std::vector<Record>& records, int wanted, Measure column) {
  std::vector<double> out;
  for (const Record& r : records)
    if (static_cast<int>(r[step]) == wanted) out.push_back(r[column]);
  return out;
}

std::vector<double> sizes_of_lone_entries(const std::vector<Record>& records) {
  std::vector<double> out;
  const auto cells = [](const Record& r) {
    return r[mesenchymal_intravasated] + r[epithelial_intravasated];
  };
  for (std::size_t i = 1; i < records.size(); ++i) {
    const Record &before = records[i - 1], &after = records[i];
    if (after[seed] == before[seed] && after[step] == before[step] + 1000 &&
        after[intravasations] == before[intravasations] + 1)
      out.push_back(cells(after) - cells(before));
  }
  return out;
}

}  // namespace metastasim::testing::metaspread
