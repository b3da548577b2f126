#pragma once
#include <array>
#include <string>
#include <vector>

#include "host/sim/model.hpp"

/// What a MetaSpread run is measured by, in the columns of the shared tables (shared/data/README.md),
/// and ensembles of ours and theirs. Their layouts of vessels and starting cells are random in every
/// run and not on file, so ensembles are compared, not runs.
namespace metastasim::testing::metaspread {

enum Measure : std::size_t {
  seed,
  step,
  mesenchymal,
  epithelial,
  mesenchymal_site2,
  epithelial_site2,
  mesenchymal_site3,
  epithelial_site3,
  occupied,
  radius,  ///< voxels, of the farthest occupied one from their centroid
  mesenchymal_in_transit,
  epithelial_in_transit,
  units_in_transit,
  clusters_in_transit,  ///< of two cells or more
  intravasations,       ///< from here to `survivors` since the start
  mesenchymal_intravasated,
  epithelial_intravasated,
  cluster_intravasations,
  units_at_exit,  ///< after disaggregation; ours only where `units_show` is among the overrides
  survivors,      ///< units
  ecm_lost,
  ecm_min,
  mmp2_max,
  mmp2_mass,
  first_arrival_site2,  ///< step, or -1
  first_arrival_site3,
  columns_of_tables,
  /// Survivors to expect of the clusters that entered a journey or longer ago: 5e-4 of single cells,
  /// 2.5e-2 of clusters, after each cell of a cluster left it with probability 0.5.
  survivors_expected = columns_of_tables,
  survivors_variance,
  columns
};
extern const std::array<const char*, columns_of_tables> names;

using Record = std::array<double, columns>;

/// The state as a row of the tables; `seed` is left at 0.
Record record_of(const State& state);

/// All single cells survive the journey and no cluster does, so that each unit at its end shows in the
/// diary. Changes nothing in a primary without secondary sites.
extern const std::vector<std::string> units_show;

struct Ensemble {
  std::string scenario;  ///< a file, from tests/scenarios
  int first_seed, seeds;
  std::vector<int> steps;  ///< ascending: when to measure
  std::vector<std::string> overrides = {};
};
/// The state at the start.
Model model_of(const Ensemble& wanted, int seed, Device& device);
/// One record for each seed and step, seed by seed; seeds are shared out among the threads.
std::vector<Record> ours(const Ensemble& wanted);

/// A table of shared/data/metaspread.
std::vector<Record> published(const std::string& file);

/// The values of a column at a step, one a seed.
std::vector<double> at(const std::vector<Record>& records, int step, Measure column);

/// Cells of each entry into a vessel that was the only one between two records 1,000 steps apart: all
/// that the tables tell of single clusters.
std::vector<double> sizes_of_lone_entries(const std::vector<Record>& records);

}  // namespace metastasim::testing::metaspread
